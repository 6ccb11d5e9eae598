namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Turkish, written out by class. The list adds what a culture-free lower case makes of a capital dotless I. See <see cref="StopwordList.Turkish"/>.</summary>
internal static class TurkishFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Personal and reflexive pronouns in all cases.
        "ben beni bana bende benden benim sen seni sana sende senden senin o onu ona onda ondan onun biz bizi bize bizde bizden bizim siz sizi size sizde sizden sizin",
        "onlar onları onlara onlarda onlardan onların kendi kendim kendin kendisi kendini kendine kendileri",
        // Demonstratives.
        "bu bunu buna bunda bundan bunun bunlar bunları bunlara bunlardan bunların şu şunu şuna şunda şundan şunun şunlar şunları şunlara şunların",
        "böyle böylece şöyle öyle böylesi aynı",
        // Quantifiers and indefinite pronouns.
        "bir biri birini birine birisi birkaç birçok birçoğu bazı bazıları her herkes herkesin herkese herhangi hepsi hepsini bütün tüm çok çoğu daha en az biraz fazla kadar",
        "başka başkası diğer diğeri diğerleri öbür ikisi kimi kimisi şey",
        // Question words and question particles.
        "kim kimin kime kimden ne neyi neye neden niçin niye nasıl nerede nereye nereden hangi hangisi kaç mi mı mu mü mıdır midir",
        // Auxiliary verbs and copula.
        "idi imiş ise iken olan olarak olduğu olduğunu olup olmak olur oldu olsa olacak olmuş olması eder etti eden etmek edilen edildi",
        // Postpositions.
        "için ile gibi göre karşı rağmen dolayı ötürü önce sonra beri itibaren boyunca üzere üzerinde üzerine altında içinde içine dışında arasında yanında",
        "hakkında tarafından önünde arkasında",
        // Conjunctions.
        "ve veya ya yahut ama fakat ancak lakin ki çünkü eğer zira hem hatta de da dahi ayrıca oysa madem halde",
        // Adverbs of place, time and degree, and particles.
        "burada buraya buradan şurada orada oraya oradan şimdi hemen artık hâlâ henüz zaten yine gene bazen hep sadece yalnız yalnızca belki aslında oldukça pek evet işte",
    ];

    internal static StopwordList List { get; } = WithDotted();

    // Without a culture a capital I becomes i, so "ALTINDA" arrives as "altinda".
    private static StopwordList WithDotted()
    {
        var list = StopwordList.OfClasses(Classes);
        return list.With(list.Words.Select(word => word.Replace('\u0131', 'i')));
    }
}
