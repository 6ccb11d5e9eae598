namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Portuguese, written out by class: European and Brazilian forms. See <see cref="StopwordList.Portuguese"/>.</summary>
internal static class PortugueseFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles, also joined to a preposition.
        "o a os as um uma uns umas ao aos à às do da dos das no na nos nas pelo pela pelos pelas dum duma num numa",
        // Demonstratives, quantifiers and indefinite pronouns, also joined to a preposition.
        "este esta estes estas isto esse essa esses essas isso aquele aquela aqueles aquelas aquilo deste desta destes destas disto desse dessa desses dessas disso",
        "daquele daquela daqueles daquelas neste nesta nestes nestas nisto nesse nessa nesses nessas nisso naquele naquela àquele àquela",
        "todo toda todos todas tudo cada algum alguma alguns algumas alguém algo outro outra outros outras mesmo mesma mesmos mesmas tal tais ambos ambas",
        "vários várias muito muita muitos muitas pouco pouca poucos poucas mais menos tanto tanta tantos tantas bastante demais qualquer quaisquer",
        // Personal, reflexive and possessive pronouns.
        "eu me mim comigo tu te ti contigo você vocês ele ela eles elas nós connosco conosco vós lhe lhes se si consigo dele dela deles delas nele nela neles nelas",
        "meu minha meus minhas teu tua teus tuas seu sua seus suas nosso nossa nossos nossas vosso vossa vossos vossas",
        // Question and relative words.
        "que quê quem qual quais quando onde como quanto quanta quantos quantas porque porquê cujo cuja cujos cujas",
        // Auxiliary and modal verbs.
        "ser sou és é somos são era eras éramos eram fui foi fomos foram serei será serão seria seriam seja sejam fosse fossem sendo sido",
        "estar estou está estamos estão estava estavam esteve estiveram estará estaria esteja estejam estando",
        "ter tenho tens tem temos têm tinha tinham teve tiveram terá terão teria teriam tenha tenham tendo tido haver há havia houve haverá haja",
        "posso podes pode podemos podem podia pôde poderá poderia poderiam devo deves deve devemos devem devia deverá deveria",
        // Prepositions.
        "ante após até com contra de desde durante em entre para pra pro perante por sob sobre trás",
        // Conjunctions.
        "e ou mas porém contudo todavia entretanto embora enquanto pois então logo portanto assim também",
        // Adverbs of place, time and degree.
        "aqui aí ali cá lá dentro fora agora já ainda sempre antes depois muitíssimo tão só somente apenas quase talvez aliás inclusive",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
