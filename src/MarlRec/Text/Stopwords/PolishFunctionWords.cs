namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Polish, written out by class. See <see cref="StopwordList.Polish"/>.</summary>
internal static class PolishFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Personal and reflexive pronouns in all cases.
        "ja mnie mi mną ty ciebie cię tobie ci tobą on ona ono oni one jego go niego jemu mu niemu nim jej niej ją nią je ich nich im nimi my nas nam nami wy was wam wami",
        "siebie się sobie sobą",
        // Possessive pronouns.
        "mój moja moje moi mojego mojej mojemu moją moim moich moimi twój twoja twoje twoi twojego twojej twojemu twoją twoim twoich twoimi",
        "swój swoja swoje swoi swojego swojej swojemu swoją swoim swoich swoimi",
        "nasz nasza nasze nasi naszego naszej naszemu naszą naszym naszych naszymi wasz wasza wasze wasi waszego waszej waszemu waszą waszym waszych waszymi",
        // Demonstratives and quantifiers.
        "ten ta to te tego tej temu tę tą tym tych tymi tamten tamta tamto tamci tamte tamtego tamtej tamtym tamtych taki taka takie tacy takiego takiej takim takich",
        "sam sama samo sami same samego samej wszystko wszystkie wszyscy wszystkiego wszystkim wszystkich wszystkimi każdy każda każde każdego każdej każdemu każdym",
        "ktoś kogoś komuś kimś coś czegoś czemuś czymś jakiś jakaś jakieś jakiegoś pewien pewna pewne inny inna inne inni innego innej innym innych",
        "wiele wielu dużo mało mniej więcej kilka kilku oba obie obaj trochę dość",
        // Question and relative words.
        "kto kogo komu kim co czego czemu czym jaki jaka jakie jacy jakiego jakiej jakim jakich który która które którzy którego której któremu którą którym których którymi",
        "czyj czyja czyje gdzie skąd dokąd kiedy dlaczego jak ile ilu",
        // Auxiliary and modal verbs.
        "być jestem jesteś jest jesteśmy jesteście są byłem byłam byłeś byłaś był była było byli były będę będziesz będzie będziemy będziecie będą bym byś by byłby byłaby",
        "zostać został została zostało zostały mogę możesz może możemy możecie mogą mógł mogła mogli mogły można muszę musisz musi musimy muszą trzeba należy powinien powinna powinny",
        "mam masz ma mamy macie mają miał miała mieli",
        // Prepositions.
        "w we z ze na do od ode o u po pod pode nad przy przez dla za przed między wśród około wokół obok oprócz podczas według wobec mimo przeciw ku zamiast",
        // Conjunctions.
        "i a oraz lub albo ale lecz więc zatem czy że żeby aby bo ponieważ gdyż jeśli jeżeli gdyby choć chociaż jednak natomiast dlatego także też również",
        // Adverbs of place, time and degree, and particles.
        "tu tutaj tam stąd teraz wtedy potem już jeszcze znów znowu zawsze często czasem czasami wkrótce zaraz bardzo tylko prawie nawet dosyć całkiem tak no niech właśnie chyba",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
