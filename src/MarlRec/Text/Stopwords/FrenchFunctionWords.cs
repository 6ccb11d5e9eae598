namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of French, written out by class. An entry that ends in an apostrophe is cut off the word it leans on. See <see cref="StopwordList.French"/>.</summary>
internal static class FrenchFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles, also joined to a preposition, and their elided form.
        "le la les l' un une des du de d' au aux",
        // Demonstratives, quantifiers and indefinite pronouns.
        "ce c' ç' cet cette ces ceci cela ça celui celle ceux celles tout toute tous toutes chaque chacun chacune quelque quelques quelqu'un",
        "plusieurs certain certaine certains certaines autre autres même mêmes tel telle tels telles peu beaucoup moins assez trop tant autant",
        // Personal, reflexive and possessive pronouns.
        "je j' me m' moi tu te t' toi il ils elle elles on nous vous lui leur leurs se s' soi en y eux",
        "mon ma mes ton ta tes son sa ses notre nos votre vos mien mienne miens miennes tien tienne tiens tiennes sien sienne siens siennes nôtre nôtres vôtre vôtres",
        // Question and relative words.
        "qui que qu' quoi dont où quel quelle quels quelles lequel laquelle lesquels lesquelles auquel auxquels auxquelles duquel desquels desquelles",
        "quand comment pourquoi combien",
        // Auxiliary and modal verbs. The participle "été" is also the summer and stays.
        "être suis es est sommes êtes sont étais était étions étiez étaient serai seras sera serons serez seront serais serait serions seriez seraient",
        "sois soit soyons soyez soient fus fut furent étant",
        "avoir ai as a avons avez ont avais avait aviez avaient aurai auras aura aurons aurez auront aurais aurait aurions auriez auraient",
        "aie aies ait ayons ayez aient eu eue eus eut eurent ayant",
        "peux peut pouvons pouvez peuvent pouvait pourra pourrait dois doit devons devez doivent devait devra devrait faut fallait faudra faudrait",
        // Prepositions.
        "à après avant avec chez contre dans depuis derrière dès devant durant entre envers hors jusque jusqu' jusqu'à malgré par parmi pendant pour près sauf selon",
        "sous sur vers voici voilà",
        // Conjunctions.
        "et ou mais donc car si lorsque lorsqu' puisque puisqu' quoique quoiqu' parce comme afin ainsi alors cependant pourtant toutefois puis ensuite",
        // Adverbs of place, time and degree.
        "ici là ailleurs dedans dehors dessus dessous partout maintenant encore déjà toujours souvent parfois bientôt aussi",
        "très bien plutôt presque environ seulement surtout vraiment oui",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
