namespace MarlRec.Text.Vocabularies;

/// <summary>Reads tokenizer.json: the model and its tokens. Every part is named by a closed switch; whatever is not in one is refused by its path.</summary>
internal static class TokenizerJsonReader
{
    private const int LongestPrefix = 16;

    internal static TokenizerParts Read(Stream stream)
    {
        using var file = TokenizerJsonParts.Cut(BoundedFile.WithoutMark(BoundedFile.Read(stream)));
        var root = file.Root;
        root.ExpectObject();
        if (root["version"].TextOr("1.0") is not "1.0" and var version) throw root["version"].Unsupported($"version \"{version}\"");
        var model = root["model"];
        var isWordPiece = ModelType(model, file.Merges is not null) == "WordPiece";
        if (file.Vocabulary is not { } vocabulary)
        {
            model["vocab"].ExpectObject();
            vocabulary = default;
        }

        var modelTokens = VocabularyObject.Read(vocabulary.Span, model["vocab"].Path);
        var steps = TokenizerJsonSteps.Normalizers(root["normalizer"]);
        var added = AddedTokens(root["added_tokens"], steps.Count > 0, modelTokens);
        var tokens = With(modelTokens, added, model["vocab"]);
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
            Merges = isWordPiece ? null : Merges(model, file.Merges, modelTokens),
            Normalizer = steps.Count == 0 ? null : new StepNormalizer(steps),
            Splitter = splitter,
            Before = before,
            After = after,
            Added = added,
        };
    }

    // Old files leave the type out; only a BPE model has merges.
    private static string ModelType(JsonAt model, bool hasMerges) => model["type"].TextOr(hasMerges ? "BPE" : "WordPiece") switch
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

    private static MergeList Merges(JsonAt model, ReadOnlyMemory<byte>? listed, SubwordTokens tokens)
    {
        if (model["dropout"] is { IsNull: false } dropout && (dropout.Element.ValueKind != System.Text.Json.JsonValueKind.Number || dropout.Element.GetRawText().Trim('0', '.').Length > 0))
            throw dropout.Unsupported("dropout");
        foreach (var flag in (ReadOnlySpan<string>)["byte_fallback", "ignore_merges"])
            if (model[flag].BooleanOr(false)) throw model[flag].Unsupported("true");
        foreach (var affix in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (model[affix].TextOr("").Length > 0) throw model[affix].Unsupported("an affix");
        if (model["unk_token"] is { IsNull: false } unknown) _ = unknown.Text();
        MergeRules.RequireBytes(tokens, model["vocab"].Path);
        if (listed is null) model["merges"].ExpectArray();
        return MergeArray.Read(listed.GetValueOrDefault().Span, model["merges"].Path, tokens);
    }

    // Added tokens that the model does not know have ids of their own.
    private static SubwordTokens With(SubwordTokens model, List<AddedToken> added, JsonAt vocabulary)
    {
        var more = added.FindAll(token => model.IdOf(token.Content) is null);
        if (more.Count == 0) return model;
        return SubwordTokens.TryCreate(model, [.. more.Select(token => new KeyValuePair<string, int>(token.Content, token.Id))], out var all, out var token, out var problem)
            ? all
            : throw new InvalidDataException($"{vocabulary.Path}[\"{token}\"] {problem}.");
    }

    private static List<AddedToken> AddedTokens(JsonAt list, bool normalizes, SubwordTokens model)
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
            added.Add(new AddedToken(content, id, item["special"].BooleanOr(false), item["lstrip"].BooleanOr(false), item["rstrip"].BooleanOr(false)));
        }

        return added;
    }
}
