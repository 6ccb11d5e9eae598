namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Dutch, written out by class. See <see cref="StopwordList.Dutch"/>.</summary>
internal static class DutchFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles and demonstratives; "'t", "'n" and "'s" lose their leading apostrophe before the list is asked.
        "de het t een n s deze dit die dat dergelijk dergelijke zulk zulke zo'n dezelfde hetzelfde",
        // Quantifiers and indefinite pronouns.
        "elk elke ieder iedere iedereen alle alles allemaal sommige sommigen enkele enige beide beiden veel vele velen weinig meer minder meeste genoeg verschillende",
        "iemand iets ergens andere anderen ander men",
        // Personal, reflexive and possessive pronouns.
        "ik me mij mijn mijne m'n jij je jou jouw u uw hij hem zijn z'n zij ze haar d'r wij we ons onze jullie hen hun zich zichzelf mezelf jezelf onszelf elkaar zelf",
        // Question and relative words.
        "wie wat welk welke wanneer waar waarom waarmee waarin waarop waaraan waarvan waarvoor waardoor hoe hoeveel wiens",
        // Auxiliary and modal verbs. Those of wishing stay in the text.
        "ben bent is was waren geweest wees heb hebt heeft hebben had hadden gehad word wordt worden werd werden geworden",
        "kan kun kunt kunnen kon konden moet moeten moest moesten mag mogen mocht mochten zal zult zullen zou zouden hoeft hoeven",
        // Prepositions.
        "aan achter af behalve beneden bij binnen boven buiten door gedurende in langs met na naar naast om onder op over per rond sinds te tegen ten ter tijdens tot",
        "tussen uit van vanaf vanuit via volgens voor voorbij wegens",
        // Conjunctions.
        "en of maar want dus als toen terwijl omdat doordat zodat hoewel indien mits tenzij voordat nadat totdat dan evenals echter toch",
        // Adverbs of place, time and degree, and particles.
        "er hier daar hierin daarin daarom daarmee daarna daarvan daarvoor erop erin eraan ervan heen nu al alweer weer nog ooit altijd vaak soms straks reeds",
        "ook zeer heel erg zo slechts alleen bijna ongeveer misschien wel eens even gewoon eigenlijk",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
