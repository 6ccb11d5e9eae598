namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Norwegian, written out by class: Bokmål. See <see cref="StopwordList.Norwegian"/>.</summary>
internal static class NorwegianFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles and demonstratives.
        "en ei et den det de dem denne dette disse samme sånn sånt slik slikt slike",
        // Quantifiers and indefinite pronouns.
        "hver hvert noen noe all alt alle begge mange mye mer mest flere flest fleste få færre mindre litt annen annet andre man enhver ethvert visse",
        // Personal, reflexive and possessive pronouns.
        "jeg meg du deg han ham hun henne vi oss dere seg selv hverandre min mi mitt mine din di ditt dine hans hennes dens dets vår vårt våre deres sin si sitt sine",
        // Question and relative words.
        "som hvem hva hvilken hvilket hvilke når hvor hvorfor hvorfra hvordan hvis",
        // Auxiliary and modal verbs. Those of wishing stay in the text.
        "er var være vært har hadde ha hatt blir ble bli blitt kan kunne kunnet skal skulle må måtte måttet bør burde får fikk fått",
        // Prepositions.
        "av bak blant bortsett etter for foran forbi fra før gjennom hos ifølge inn innen innenfor langs med mellom mot nær om omkring opp over ovenfor på siden til",
        "tross under ut utenfor unntatt ved i",
        // Conjunctions.
        "og eller men samt både enten at fordi da mens selvom skjønt så dog derfor altså",
        // Adverbs of place, time and degree, and particles.
        "her der hit dit ned nå snart alltid ofte allerede ennå enda igjen også bare kun ganske nesten kanskje jo vel nok enn ellers veldig svært",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
