namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Danish, written out by class. See <see cref="StopwordList.Danish"/>.</summary>
internal static class DanishFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles and demonstratives.
        "en et den det de dem denne dette disse samme sådan sådant sådanne",
        // Quantifiers and indefinite pronouns.
        "hver hvert nogen noget nogle al alt alle begge mange meget mere mest flere fleste få færre mindre lidt anden andet andre man enhver ethvert visse",
        // Personal, reflexive and possessive pronouns.
        "jeg mig du dig han ham hun hende vi os i jer sig selv hinanden hverandre min mit mine din dit dine hans hendes dens dets vor vort vore vores jeres deres sin sit sine",
        // Question and relative words.
        "der som hvem hvis hvad hvilken hvilket hvilke hvornår hvor hvorfor hvorfra hvorhen hvordan",
        // Auxiliary and modal verbs. Those of wishing stay in the text.
        "er var være været har havde have haft bliver blev blive blevet kan kunne kunnet skal skulle skullet må måtte måttet bør burde",
        // Prepositions.
        "af bag bagved blandt efter for foran forbi fra før gennem hos ifølge inden inde indenfor langs med mellem mod nær om omkring op over overfor på siden til",
        "trods under ud udenfor undtagen ved",
        // Conjunctions.
        "og eller men samt både enten at fordi da når mens selvom skønt så hvorvidt dog derfor altså",
        // Adverbs of place, time and degree, and particles.
        "her hertil derhen ind ned nu snart altid ofte sommetider allerede endnu igen også bare kun temmelig næsten måske jo vel nok end ellers",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
