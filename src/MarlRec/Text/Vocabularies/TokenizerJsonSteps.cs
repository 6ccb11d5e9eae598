using System.Text.Json;

namespace MarlRec.Text.Vocabularies;

/// <summary>Reads the steps around the model of a tokenizer.json: normalisers, pre-tokenizers, post-processors.</summary>
internal static class TokenizerJsonSteps
{
    internal static List<Func<string, string>> Normalizers(JsonAt node)
    {
        var steps = new List<Func<string, string>>();
        if (node.IsNull) return steps;
        var type = node["type"].Text();
        if (type == "Sequence")
        {
            foreach (var item in node["normalizers"].Items()) steps.AddRange(Normalizers(item));
            return steps;
        }

        steps.Add(type switch
        {
            "BertNormalizer" => Bert(node),
            "Lowercase" => BertNormalizer.ToLower,
            "StripAccents" => BertNormalizer.StripMarks,
            "NFC" => static text => NormalForms.Normalize(text, compatible: false, compose: true),
            "NFD" => static text => NormalForms.Normalize(text, compatible: false, compose: false),
            "NFKC" => static text => NormalForms.Normalize(text, compatible: true, compose: true),
            "NFKD" => static text => NormalForms.Normalize(text, compatible: true, compose: false),
            "Replace" => Replace(node),
            _ => throw node["type"].Unsupported($"\"{type}\""),
        });
        return steps;
    }

    /// <summary>The splitter, whether it ends in bytes, and whether a space goes before each text. Without a pre-tokenizer a text is one piece.</summary>
    internal static TextSplitter Splitter(JsonAt node, out bool isByteLevel, out bool addsSpace)
    {
        var splitters = new List<TextSplitter>();
        isByteLevel = addsSpace = false;
        if (!node.IsNull) Collect(node, splitters, ref isByteLevel, ref addsSpace);
        return splitters.Count == 1 ? splitters[0] : TextSplitter.Chain(splitters);
    }

    internal static (int[] Before, int[] After) Around(JsonAt node, SubwordTokens tokens)
    {
        if (node.IsNull) return ([], []);
        return node["type"].Text() switch
        {
            "ByteLevel" => ([], []),
            "BertProcessing" or "RobertaProcessing" => ([Pair(node["cls"], tokens)], [Pair(node["sep"], tokens)]),
            "TemplateProcessing" => Template(node, tokens),
            var other => throw node["type"].Unsupported($"\"{other}\""),
        };
    }

    private static Func<string, string> Bert(JsonAt node)
    {
        var lower = node["lowercase"].BooleanOr(true);
        return new BertNormalizer(new BertTextOptions
        {
            LowerCase = lower,
            StripAccents = node["strip_accents"].BooleanOr(lower),
            SplitChinese = node["handle_chinese_chars"].BooleanOr(true),
            CleanText = node["clean_text"].BooleanOr(true),
        }).Normalize;
    }

    private static Func<string, string> Replace(JsonAt node)
    {
        var pattern = node["pattern"];
        if (pattern["String"].IsNull) throw pattern.Unsupported("a pattern that is not a string");
        var old = pattern["String"].Text();
        if (old.Length == 0) throw pattern["String"].Invalid("is empty");
        var content = node["content"].Text();
        return text => text.Replace(old, content, StringComparison.Ordinal);
    }

    private static void Collect(JsonAt node, List<TextSplitter> splitters, ref bool isByteLevel, ref bool addsSpace)
    {
        var type = node["type"].Text();
        if (isByteLevel) throw node.Unsupported("a step after ByteLevel");
        switch (type)
        {
            case "Sequence":
                foreach (var item in node["pretokenizers"].Items()) Collect(item, splitters, ref isByteLevel, ref addsSpace);
                break;
            case "BertPreTokenizer":
                splitters.Add(TextSplitter.Bert);
                break;
            case "Whitespace":
                splitters.Add(TextSplitter.Words);
                break;
            case "WhitespaceSplit":
                splitters.Add(TextSplitter.WhiteSpace);
                break;
            case "Punctuation":
                if (node["behavior"].TextOr("Isolated") != "Isolated") throw node["behavior"].Unsupported("anything but \"Isolated\"");
                splitters.Add(TextSplitter.Punctuation);
                break;
            case "ByteLevel":
                isByteLevel = true;
                addsSpace = node["add_prefix_space"].BooleanOr(true);
                if (addsSpace && splitters.Count > 0) throw node["add_prefix_space"].Unsupported("true after another step");
                splitters.Add(node["use_regex"].BooleanOr(true) ? TextSplitter.ByteLevel : TextSplitter.Whole);
                break;
            default:
                throw node["type"].Unsupported($"\"{type}\"");
        }
    }

    private static int Pair(JsonAt node, SubwordTokens tokens)
    {
        JsonAt[] pair = node.Element.ValueKind == JsonValueKind.Array && node.Element.GetArrayLength() == 2 ? [.. node.Items()] : throw node.Invalid("is not a token and its id");
        return Declared(pair[0].Text(), pair[1], tokens);
    }

    private static int Declared(string token, JsonAt id, SubwordTokens tokens)
    {
        var declared = id.Integer();
        return tokens.IdOf(token) == declared ? declared : throw id.Invalid($"is {declared}, but \"{token}\" has {(tokens.IdOf(token) is { } other ? $"the id {other}" : "none")}");
    }

    private static (int[] Before, int[] After) Template(JsonAt node, SubwordTokens tokens)
    {
        List<int> before = [], after = [];
        var passed = false;
        foreach (var piece in node["single"].Items())
        {
            if (!piece["Sequence"].IsNull)
            {
                if (passed || piece["Sequence"]["id"].Text() != "A") throw piece["Sequence"].Unsupported("anything but the sequence A once");
                passed = true;
                continue;
            }

            var name = piece["SpecialToken"]["id"].Text();
            var special = node["special_tokens"][name];
            JsonAt[] ids = [.. special["ids"].Items()];
            JsonAt[] texts = [.. special["tokens"].Items()];
            if (ids.Length != texts.Length) throw special.Invalid($"has {ids.Length} ids for {texts.Length} tokens");
            for (var i = 0; i < ids.Length; i++) (passed ? after : before).Add(Declared(texts[i].Text(), ids[i], tokens));
        }

        return passed ? ([.. before], [.. after]) : throw node["single"].Invalid("lacks the sequence A");
    }
}
