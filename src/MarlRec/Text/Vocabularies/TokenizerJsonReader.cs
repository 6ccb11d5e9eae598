namespace MarlRec.Text.Vocabularies;

/// <summary>Reads tokenizer.json: the model and its tokens. Every part is named by a closed switch; whatever is not in one is refused by its path.</summary>
internal static class TokenizerJsonReader
{
    private const int LongestPrefix = 16;

    internal static TokenizerParts Read(Stream stream)
    {
        using var document = JsonAt.Parse(BoundedFile.Read(stream), out var root);
        if (root["version"].TextOr("1.0") is not "1.0" and var version) throw root["version"].Unsupported($"version \"{version}\"");
        var model = root["model"];
        var vocabulary = model["vocab"];
        var isWordPiece = ModelType(model) == "WordPiece";
        var pairs = vocabulary.Pairs();
        var modelTokens = vocabulary.Tokens(pairs);
        var steps = TokenizerJsonSteps.Normalizers(root["normalizer"]);
        var added = AddedTokens(root["added_tokens"], steps.Count > 0, modelTokens, pairs);
        var tokens = vocabulary.Tokens(pairs);
        var splitter = TokenizerJsonSteps.Splitter(root["pre_tokenizer"], out var isByteLevel, out var addsSpace);
        if (isWordPiece == isByteLevel) throw root["pre_tokenizer"].Unsupported(isWordPiece ? "WordPiece on bytes" : "BPE without a ByteLevel pre-tokenizer");
        if (addsSpace) steps.Add(static text => text.Length > 0 && text[0] != ' ' ? " " + text : text);
        if (!root["decoder"].IsNull && root["decoder"]["type"].Text() is not ("WordPiece" or "ByteLevel") and var decoder) throw root["decoder"].Unsupported($"\"{decoder}\"");
        var (before, after) = TokenizerJsonSteps.Around(root["post_processor"], tokens);
        return new TokenizerParts
        {
            Tokens = tokens,
            ModelTokens = modelTokens,
            WordPiece = isWordPiece ? WordPiece(model, modelTokens) : null,
            Merges = isWordPiece ? null : Merges(model, modelTokens),
            Normalizer = steps.Count == 0 ? null : new StepNormalizer(steps),
            Splitter = splitter,
            Before = before,
            After = after,
            Added = added,
        };
    }

    // Old files leave the type out; only a BPE model has merges.
    private static string ModelType(JsonAt model) => model["type"].TextOr(model["merges"].IsNull ? "WordPiece" : "BPE") switch
    {
        "WordPiece" => "WordPiece",
        "BPE" => "BPE",
        var other => throw model["type"].Unsupported($"\"{other}\""),
    };

    private static WordPieceModel WordPiece(JsonAt model, SubwordTokens tokens)
    {
        var unknown = model["unk_token"].TextOr(WordPieceVocabulary.UnknownToken);
        if (tokens.IdOf(unknown) is null) throw model["unk_token"].Invalid($"is \"{unknown}\", which is not in the vocabulary");
        var prefix = model["continuing_subword_prefix"].TextOr(WordPieceVocabulary.Prefix);
        if (prefix.Length > LongestPrefix) throw model["continuing_subword_prefix"].Unsupported($"a prefix of more than {LongestPrefix} characters");
        var longest = model["max_input_chars_per_word"] is { IsNull: false } given ? given.Integer() : WordPieceModel.DefaultMaximumWordLength;
        if (longest is < 1 or > WordPieceModel.LongestMaximumWordLength)
            throw model["max_input_chars_per_word"].Unsupported($"{longest}, which is not in [1, {WordPieceModel.LongestMaximumWordLength}],");
        return new WordPieceModel(unknown, prefix, longest);
    }

    private static List<(string First, string Second)> Merges(JsonAt model, SubwordTokens tokens)
    {
        if (model["dropout"] is { IsNull: false } dropout && (dropout.Element.ValueKind != System.Text.Json.JsonValueKind.Number || dropout.Element.GetRawText().Trim('0', '.').Length > 0))
            throw dropout.Unsupported("dropout");
        foreach (var flag in (ReadOnlySpan<string>)["byte_fallback", "ignore_merges"])
            if (model[flag].BooleanOr(false)) throw model[flag].Unsupported("true");
        foreach (var affix in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (model[affix].TextOr("").Length > 0) throw model[affix].Unsupported("an affix");
        if (model["unk_token"] is { IsNull: false } unknown) _ = unknown.Text();
        MergeRules.RequireBytes(tokens, model["vocab"].Path);
        var rules = new MergeRules(tokens);
        var merges = new List<(string First, string Second)>();
        foreach (var merge in model["merges"].Items())
        {
            if (merge.Element.ValueKind != System.Text.Json.JsonValueKind.Array)
            {
                merges.Add(rules.Check(merge.Text(), merge.Path));
                continue;
            }

            if (merge.Element.GetArrayLength() != 2) throw merge.Invalid("is not a pair");
            JsonAt[] pair = [.. merge.Items()];
            merges.Add(rules.Check(pair[0].Text(), pair[1].Text(), merge.Path));
        }

        return merges;
    }

    private static List<AddedToken> AddedTokens(JsonAt list, bool normalizes, SubwordTokens model, List<KeyValuePair<string, int>> pairs)
    {
        var added = new List<AddedToken>();
        if (list.IsNull) return added;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in list.Items())
        {
            var content = item["content"].Text();
            var id = item["id"].Integer();
            if (content.Length == 0) throw item["content"].Invalid("is empty");
            if (!seen.Add(content)) throw item["content"].Invalid($"repeats \"{content}\"");
            if (model.IdOf(content) is { } declared && declared != id) throw item["id"].Invalid($"is {id}, but the vocabulary gives \"{content}\" the id {declared}");
            if (item["single_word"].BooleanOr(false)) throw item["single_word"].Unsupported("true");
            if (item["normalized"].BooleanOr(false) && normalizes) throw item["normalized"].Unsupported("true together with a normalizer");
            if (model.IdOf(content) is null) pairs.Add(new(content, id));
            added.Add(new AddedToken(content, id, item["special"].BooleanOr(false), item["lstrip"].BooleanOr(false), item["rstrip"].BooleanOr(false)));
        }

        return added;
    }
}
