namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of English, written out by class. See <see cref="StopwordList.English"/> for what is left out on purpose.</summary>
internal static class EnglishFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles, demonstratives, quantifiers and other determiners.
        "a an the this that these those each every either some any all both such same other another others own more most many much few fewer less least several enough",
        // Personal, possessive, reflexive, indefinite pronouns.
        "i me my mine myself we us our ours ourselves you your yours yourself yourselves he him his himself she her hers herself it its itself",
        "they them their theirs themselves one ones oneself someone somebody something anyone anybody anything everyone everybody everything",
        // Question and relative words.
        "who whom whose which what when where why how whoever whatever whichever whenever wherever however",
        // Auxiliary and modal verbs.
        "am is are was were be been being have has had having do does did doing done can could will would shall should may might must ought",
        // Prepositions.
        "about above across after against along amid among around as at before behind below beneath beside besides between beyond by despite down during except for from",
        "in inside into near of off on onto out outside over past per since through throughout till to toward towards under until unto up upon via with within",
        // Conjunctions.
        "and or but if because while although though whereas unless whether than so then thus hence therefore also yet once",
        // Adverbs of place, time and degree.
        "here there now again ever just only very too quite rather really almost even still already perhaps maybe always often sometimes soon well else instead together away back",
        // Contractions that carry no negation. A final 's has been cut off before the list is asked.
        "i'm i've i'd i'll you're you've you'd you'll he'd he'll she'd she'll it'd it'll we're we've we'd we'll they're they've they'd they'll",
        "that'd that'll there'd there'll who'd who'll who've what're could've should've would've might've must've",
        // What is left when an apostrophe was lost.
        "im ive youre theyre thats whats theres heres",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
