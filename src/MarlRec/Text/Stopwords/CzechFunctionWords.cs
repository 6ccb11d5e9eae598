namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Czech, written out by class. See <see cref="StopwordList.Czech"/>.</summary>
internal static class CzechFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Personal and reflexive pronouns in all cases.
        "já mne mě mně mi mnou ty tebe tě tobě ti tebou on ona ono oni ony jeho jej něho něj jemu mu němu jím ním něm jí ní ji ni jich nich jim nim je ně jimi nimi",
        "my nás nám námi vy vás vám vámi sebe se sobě si sebou",
        // Possessive pronouns.
        "můj moje má mí mého mojí mé mému mou mým mém mých mými moji tvůj tvoje tvá tví tvého tvojí tvé tvému tvou tvým tvém tvých tvými",
        "svůj svoje svá sví svého svojí své svému svou svým svém svých svými svoji",
        "náš naše naši našeho našemu naším našem našich našimi váš vaše vaši vašeho vašemu vaším vašem vašich vašimi její jejího jejím jejich",
        // Demonstratives and quantifiers.
        "ten ta to tohoto toho té tomu tu tou tom tím těch těm těmi tento tato toto tyto této tomuto tímto těchto těmto těmito tenhle tahle tohle tyhle",
        "takový taková takové takového takových sám sama samo sami všechen všechno všechna všichni všechny všeho všemu vším všech všem všemi vše",
        "každý každá každé každého každému každým někdo někoho někomu něco něčeho nějaký nějaká nějaké nějakého některý některá některé některých",
        "jiný jiná jiné jiného jiných mnoho málo méně více víc několik oba obě dost trochu",
        // Question and relative words.
        "kdo koho komu kým kom co čeho čemu čím čem jaký jaká jaké jakého jakých který která které kteří kterého kterou kterému kterým kterých jenž jež čí",
        "kde kam odkud kdy proč jak kolik",
        // Auxiliary and modal verbs.
        "být jsem jsi jsme jste jsou byl byla bylo byli byly budu budeš bude budeme budete budou bych bys by bychom byste",
        "mohu můžu můžeš může můžeme můžete mohou můžou mohl mohla mohli musím musíš musí musíme musíte musel musela mám máš máme máte mají měl měla mělo měli smí lze",
        // Prepositions.
        "v ve z ze s na do od ode o u po pod nad při pro za před přede mezi kolem okolo vedle kromě během podle k ke ku proti místo skrz přes",
        // Conjunctions.
        "a i nebo či anebo ale však avšak tedy tak že aby protože neboť když pokud jestli jestliže kdyby ačkoli ačkoliv přestože proto také též taky než až",
        // Adverbs of place, time and degree, and particles.
        "zde tady tam sem teď nyní pak potom tehdy už již ještě zase opět vždy často někdy občas brzy hned velmi jen jenom pouze skoro téměř dokonce docela prý asi snad ano právě",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
