namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Spanish, written out by class. See <see cref="StopwordList.Spanish"/>.</summary>
internal static class SpanishFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles, also joined to a preposition.
        "el la los las lo un una unos unas al del",
        // Demonstratives, quantifiers and indefinite pronouns, with the older written accents.
        "este esta estos estas esto ese esa esos esas eso aquel aquella aquellos aquellas aquello éste ésta éstos éstas ése ésa ésos ésas aquél aquélla",
        "todo toda todos todas cada algún alguno alguna algunos algunas alguien algo otro otra otros otras mismo misma mismos mismas tal tales ambos ambas varios varias",
        "mucho mucha muchos muchas poco poca pocos pocas más menos tanto tanta tantos tantas bastante demasiado cualquier cualquiera cuyo cuya cuyos cuyas",
        // Personal, reflexive and possessive pronouns.
        "yo me mí conmigo tú te ti contigo vos él ella ello ellos ellas nosotros nosotras vosotros vosotras usted ustedes le les se sí consigo nos os",
        "mi mis tu tus su sus mío mía míos mías tuyo tuya tuyos tuyas suyo suya suyos suyas nuestro nuestra nuestros nuestras vuestro vuestra vuestros vuestras",
        // Question and relative words.
        "que qué quien quién quienes quiénes cual cuál cuales cuáles cuando cuándo donde dónde como cómo cuanto cuánto cuanta cuánta cuantos cuántos cuantas cuántas",
        // Auxiliary and modal verbs.
        "ser soy eres es somos sois son era eras éramos erais eran fui fuiste fue fuimos fuisteis fueron seré serás será seremos seréis serán sería serías serían",
        "sea seas seamos sean fuera fueran siendo sido",
        "estar estoy estás está estamos estáis están estaba estabas estábamos estaban estuve estuvo estuvieron estará estarán estaría esté estén estando",
        "haber he has ha hemos habéis han había habías habíamos habían hubo habrá habrán habría habrían haya hayan hay habido habiendo",
        "puedo puedes puede podemos podéis pueden podía podrá podría podrían debo debes debe debemos deben debía debería deberían",
        // Prepositions.
        "a ante bajo con contra de desde durante en entre hacia hasta para por según sobre tras mediante",
        // Conjunctions.
        "y e o u pero mas si porque pues aunque mientras entonces luego así también",
        // Adverbs of place, time and degree.
        "aquí ahí allí acá allá dentro encima debajo detrás delante cerca ahora ya todavía aún siempre antes después pronto",
        "muy tan solo sólo solamente casi quizá quizás además incluso",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
