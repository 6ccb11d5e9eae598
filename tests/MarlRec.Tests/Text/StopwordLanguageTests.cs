using System.Text;
using MarlRec.Text.Stopwords;

namespace MarlRec.Text;

public sealed class StopwordLanguageTests
{
    // Language, letters beyond a to z, negations, a sentence and what is left of it.
    private static readonly (string Language, string Letters, string Negations, string Sentence, string Left)[] s_languages =
    [
        ("cs", "áčďéěíňóřšťúůýž", "ne není nikdy nic nikdo žádný ani bez",
            "Kniha, kterou jsem si koupil v Praze, není pro děti, ale pro mě.", "kniha koupil praze není děti"),
        ("da", "æøå", "nej ikke aldrig intet ingen ingenting hverken uden",
            "Jeg vil gerne læse en bog om havet, men ikke i aften.", "vil gerne læse bog havet ikke aften"),
        ("de", "äöüß", "nein nicht nie niemals nichts niemand kein keine keinen weder ohne",
            "Ich möchte ein Buch über die Meere lesen, AUẞER Krimis nichts ohne Bilder.", "möchte buch meere lesen krimis nichts ohne bilder"),
        ("en", "", "no not never nothing nobody none neither nor without don't can't cannot",
            "I would like to read the book that you’ve never finished.", "like read book never finished"),
        ("es", "áéíóúñü", "no nunca jamás nada nadie ningún ninguno ni tampoco sin",
            "No me gustan los libros que hablan de la guerra, pero sí las novelas de Álvaro.", "no gustan libros hablan guerra novelas álvaro"),
        ("fi", "äö", "en et ei emme ette eivät älä enää ilman",
            "Minä en lue kirjaa, joka on liian pitkä, mutta hänen runonsa ovat hyviä.", "en lue kirjaa liian pitkä runonsa hyviä"),
        ("fr", "àâçèéêëîïôöùûü", "non ne n' pas jamais rien personne aucun aucune ni sans n'est",
            "J'aime l’histoire qu'il raconte, mais je n'ai pas d'images AUJOURD’HUI.", "aime histoire raconte n'ai pas images aujourd'hui"),
        ("id", "", "tidak tak bukan jangan belum tanpa",
            "Saya tidak suka buku yang terlalu panjang, tetapi film itu bagus.", "tidak suka buku panjang film bagus"),
        ("it", "àèéìòù", "no non mai niente nulla nessuno nessuna né neanche senza",
            "Non mi piace l'opera, ma c’è un'amica che l'ha vista all'Arena.", "non piace opera amica vista arena"),
        ("nb", "æøå", "nei ikke aldri ingenting ingen intet verken uten",
            "Jeg liker ikke boken som hun har skrevet, men filmen er god.", "liker ikke boken skrevet filmen god"),
        ("nl", "éë", "nee niet nooit niets niemand geen noch zonder",
            "Ik heb 't boek niet gelezen, maar m’n zus houdt van zo'n verhaal.", "boek niet gelezen zus houdt verhaal"),
        ("pl", "ąćęłńóśźż", "nie nigdy nic nikt żaden ani bez",
            "Nie lubię książek, które są bardzo długie, ale ten film był świetny.", "nie lubię książek długie film świetny"),
        ("pt", "áâãàçéêíóôõú", "não nunca jamais nada ninguém nenhum nenhuma nem sem",
            "Não gosto dos livros que ele escreveu, mas estes contos são bons.", "não gosto livros escreveu contos bons"),
        ("ru", "", "не нет ни никогда ничего никто нельзя без",
            "Я не люблю книги, которые ты мне дал, но этот фильм ещё лучше.", "не люблю книги дал фильм лучше"),
        ("sv", "åäö", "nej inte ej aldrig inget ingen ingenting varken utan",
            "Jag vill inte läsa boken som hon har skrivit utan bilder.", "vill inte läsa boken skrivit utan bilder"),
        ("tr", "çğıöşüâ", "hayır değil yok hiç hiçbir kimse asla",
            "BU KİTAP NASIL BİR ŞEY, AMA IŞIK YOK.", "kitap işik yok"),
        ("zh", "", "不 没 沒 没有 沒有 无 無 非 别 別 未",
            "因为我喜欢历史，所以我们没有不看这本书。", "喜 欢 历 史 没 有 不 看 本 书"),
    ];

    public static TheoryData<string> Codes => [.. s_languages.Select(l => l.Language)];

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_list_holds_clean_words_of_its_alphabet_once_and_no_negation(string code)
    {
        var (_, letters, negations, _, _) = s_languages.Single(l => l.Language == code);
        var (list, words) = (StopwordList.For(code), Classes(code).SelectMany(c => c.Split(' ')).ToArray());
        Assert.InRange(list.Count, 150, 450);
        Assert.Empty(words.CountBy(w => w).Where(w => w.Value > 1).Select(w => w.Key));
        Assert.Empty(words.Except(list.Words));
        foreach (var word in list.Words)
        {
            Assert.Equal(word, new TextCleaner().Normalize(word));
            Assert.All(word.EnumerateRunes(), rune => Assert.True(IsOf(code, letters, rune), $"{word}: {rune}"));
        }

        foreach (var negation in negations.Split(' ')) Assert.False(list.Contains(negation), negation);
        if (code == "zh") Assert.DoesNotContain(list.Words, word => word.Intersect("不没沒无無非别別未莫勿否").Any());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_word_goes_in_either_case_and_the_rest_of_a_text_stays(string code)
    {
        var (_, _, negations, sentence, left) = s_languages.Single(l => l.Language == code);
        var list = StopwordList.For(code);
        foreach (var lower in list.Words)
        {
            foreach (var word in new[] { lower, Upper(lower, code == "tr") })
            {
                Assert.True(list.Contains(word), word);
                var gap = code == "zh" || word.EndsWith('\'') ? "" : " ";
                Assert.Equal(code == "zh" ? ["书", "店"] : ["xylophon"], Words(list, word + gap + (code == "zh" ? "书店" : "xylophon")));
            }
        }

        Assert.Equal(left.Split(' '), Words(list, sentence).Select(w => new TextCleaner().Normalize(w)));
        var options = new TextPipelineOptions { Stopwords = list };
        Assert.Equal(left.Split(' '), TextPipeline.Build([], options).Tokenize(sentence));
        if (code == "fr") return; // "ne" and its kin lose the apostrophe when they stand alone.
        var kept = negations.Replace("'", "’", StringComparison.Ordinal);
        Assert.Equal(WordPreTokenizer.Instance.PreTokenize(kept), new StopwordFilter(WordPreTokenizer.Instance, list).PreTokenize(kept));
    }

    [Fact]
    public void A_language_is_found_by_its_tag()
    {
        Assert.Equal(["no", .. s_languages.Select(l => l.Language)], StopwordList.Languages.OrderBy(l => l != "no"));
        Assert.Equal(StopwordList.Languages.Order(StringComparer.Ordinal), StopwordList.Languages);
        Assert.Equal(17, StopwordList.Languages.Select(StopwordList.For).Distinct().Count());
        Assert.Same(StopwordList.Portuguese, StopwordList.For("PT-br"));
        Assert.Same(StopwordList.Chinese, StopwordList.For("zh-Hant-TW"));
        Assert.Same(StopwordList.Norwegian, StopwordList.For("no"));
        Assert.Same(StopwordList.English, new TextPipelineOptions().Stopwords);
        foreach (var unknown in new[] { "", "-", "xx", "deu", "german", "de_AT", "\u0130D", " de" })
        {
            var problem = Assert.Throws<ArgumentException>("language", () => StopwordList.For(unknown));
            Assert.Contains($"\"{unknown}\"", problem.Message, StringComparison.Ordinal);
            Assert.Contains("cs, da, de, en", problem.Message, StringComparison.Ordinal);
        }

        Assert.Throws<ArgumentNullException>("language", () => StopwordList.For(null!));
    }

    private static bool IsOf(string code, string letters, Rune rune) => code switch
    {
        "zh" => Characters.IsUnspaced(rune),
        "ru" => rune.Value is >= 'а' and <= 'я' or 'ё',
        _ => rune.Value is >= 'a' and <= 'z' or '\'' || letters.Contains(rune.ToString(), StringComparison.Ordinal),
    };

    private static string Upper(string word, bool turkish) => string.Concat(word.EnumerateRunes().Select(rune => rune.Value switch
    {
        'ı' => "I",
        'i' when turkish => "İ",
        'ß' => "ẞ",
        _ => Rune.ToUpperInvariant(rune).ToString(),
    }));

    private static IEnumerable<string> Words(StopwordList list, string text) =>
        new StopwordFilter(WordPreTokenizer.Instance, list).PreTokenize(text).Select(w => text.Substring(w.Offset, w.Length));

    private static string[] Classes(string code) => code switch
    {
        "cs" => CzechFunctionWords.Classes,
        "da" => DanishFunctionWords.Classes,
        "de" => GermanFunctionWords.Classes,
        "en" => EnglishFunctionWords.Classes,
        "es" => SpanishFunctionWords.Classes,
        "fi" => FinnishFunctionWords.Classes,
        "fr" => FrenchFunctionWords.Classes,
        "id" => IndonesianFunctionWords.Classes,
        "it" => ItalianFunctionWords.Classes,
        "nb" => NorwegianFunctionWords.Classes,
        "nl" => DutchFunctionWords.Classes,
        "pl" => PolishFunctionWords.Classes,
        "pt" => PortugueseFunctionWords.Classes,
        "ru" => RussianFunctionWords.Classes,
        "sv" => SwedishFunctionWords.Classes,
        "tr" => TurkishFunctionWords.Classes,
        _ => ChineseFunctionWords.Classes,
    };
}
