namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Swedish, written out by class. See <see cref="StopwordList.Swedish"/>.</summary>
internal static class SwedishFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles and demonstratives.
        "en ett den det de dem denna detta dessa densamma samma sådan sådant sådana",
        // Quantifiers and indefinite pronouns.
        "varje var vart någon något några nån nåt nåra all allt alla båda många mycket mer mera mest flera fler flesta få färre mindre lite litet lagom",
        "annan annat andra man somliga vissa viss visst",
        // Personal, reflexive and possessive pronouns.
        "jag mig mej du dig dej han honom hon henne vi oss ni er sig sej själv själva varandra",
        "min mitt mina din ditt dina hans hennes dess vår vårt våra ert era deras sin sitt sina",
        // Question and relative words.
        "som vem vems vad vilken vilket vilka när vartill varför varifrån hur",
        // Auxiliary and modal verbs. Those of wishing stay in the text.
        "är vara varit vore har hade ha haft blir blev bli blivit kan kunde kunna kunnat ska skall skulle måste får fick fått bör borde må måtte",
        // Prepositions.
        "av bakom bland bredvid efter enligt framför från för före genom hos i in inom innanför intill kring längs med mellan mot nära om ovanför på sedan till trots",
        "under ur ut utanför utom vid åt över",
        // Conjunctions.
        "och eller men samt både antingen att eftersom fastän medan så ifall innan dock därför",
        // Adverbs of place, time and degree, and particles.
        "här där hit dit nu då strax snart alltid ofta ibland redan ännu igen också även bara endast väldigt ganska nästan kanske ju väl alltså än upp ner",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
