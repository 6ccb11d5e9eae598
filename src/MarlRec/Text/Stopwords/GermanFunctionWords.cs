namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of German, written out by class. See <see cref="StopwordList.German"/>.</summary>
internal static class GermanFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles and demonstratives in all cases.
        "der die das des dem den ein eine einer eines einem einen",
        "dieser diese dieses diesem diesen dies jener jene jenes jenem jenen derjenige diejenige dasjenige derselbe dieselbe dasselbe derselben demselben",
        "solch solcher solche solches solchem solchen",
        // Quantifiers and indefinite pronouns.
        "jeder jede jedes jedem jeden alle alles allem allen aller einige einiges einigem einigen einiger manche mancher manches manchem manchen",
        "mehrere mehrerer mehreren beide beides beiden beider viel viele vieles vielem vielen vieler wenig wenige weniges wenigem wenigen weniger mehr meiste meisten",
        "etwas jemand jemandem jemanden irgendein irgendeine irgendwas irgendwer man andere anderer anderes anderem anderen anders",
        // Personal, reflexive and possessive pronouns.
        "ich mich mir du dich dir er ihn ihm sie ihr ihnen es wir uns euch sich selbst selber einander",
        "mein meine meiner meines meinem meinen dein deine deiner deines deinem deinen sein seine seiner seines seinem seinen",
        "ihre ihrer ihres ihrem ihren unser unsere unserer unseres unserem unseren euer eure eurer eures eurem euren",
        // Question and relative words.
        "wer wen wem wessen was welcher welche welches welchem welchen wann wo woher wohin warum weshalb wieso wie wofür womit wodurch woran worauf wovon wozu",
        "deren dessen denen",
        // Auxiliary and modal verbs. Those of wishing stay in the text.
        "bin bist ist sind seid war warst waren wart wäre wären gewesen habe hast hat haben habt hatte hattest hatten hattet hätte hätten gehabt",
        "werde wirst wird werden werdet wurde wurdest wurden würde würdest würden worden geworden",
        "kann kannst können könnt konnte konnten könnte könnten muss muß musst müssen müsst musste mussten müsste müssten",
        "soll sollst sollen sollt sollte sollten darf darfst dürfen dürft durfte durften dürfte dürften",
        // Prepositions, also joined to an article.
        "ab an am ans auf aufs aus außer ausser bei beim bis durch durchs entlang für fürs gegen gegenüber gemäß gemäss hinter in im ins innerhalb außerhalb ausserhalb",
        "mit nach nahe neben seit statt trotz über übers um ums unter unters von vom vor vors während wegen zu zum zur zwischen",
        // Conjunctions.
        "und oder aber denn sondern sowie sowohl als auch weil da daß dass damit ob obwohl obgleich wenn falls sobald solange sofern indem nachdem bevor ehe sodass sodaß",
        "entweder doch jedoch also deshalb daher darum deswegen trotzdem dennoch außerdem ausserdem zudem somit",
        // Adverbs of place, time and degree, and particles.
        "hier dort dorthin hierher dahin daran darauf daraus dabei dafür dagegen dahinter darin davon davor dazu dazwischen hin her herum",
        "nun jetzt dann wieder noch schon erst immer oft manchmal bald gerade eben einmal mal damals bereits sonst",
        "nur sehr so ganz ziemlich fast etwa sogar besonders vielleicht wohl ja halt eigentlich überhaupt zwar genug",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
