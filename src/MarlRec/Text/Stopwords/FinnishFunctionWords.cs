namespace MarlRec.Text.Stopwords;

/// <summary>
/// The closed word classes of Finnish, written out by class, pronouns in the cases that are in daily use. The verb of negation stays in the text.
/// See <see cref="StopwordList.Finnish"/>.
/// </summary>
internal static class FinnishFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Personal pronouns.
        "minä minun minut minua minussa minusta minuun minulla minulta minulle sinä sinun sinut sinua sinussa sinusta sinuun sinulla sinulta sinulle",
        "hän hänen hänet häntä hänessä hänestä häneen hänellä häneltä hänelle me meidän meidät meitä meissä meistä meihin meillä meiltä meille",
        "te teidän teidät teitä teissä teistä teihin teillä teiltä teille he heidän heidät heitä heissä heistä heihin heillä heiltä heille",
        "itse itseään itsensä toisensa toisiaan mä mun mua mulla mulle sä sun sua sulla sulle",
        // Demonstratives.
        "tämä tämän tätä tässä tästä tähän tällä tältä tälle tänä täksi nämä näiden näitä näissä näistä näihin näillä näiltä näille",
        "tuo tuon tuota tuossa tuosta tuohon tuolla tuolta tuolle",
        "nuo noiden noita noissa noista noihin noilla",
        "se sen sitä siinä siitä siihen sillä siltä sille siksi ne niiden niitä niissä niistä niihin niillä niiltä niille",
        "sellainen sellaisen sellaista sellaiset sellaisia tällainen tällaisen tällaista tällaiset samanlainen sama saman samaa samat samassa samalla",
        // Question and relative words.
        "kuka kenen kenet ketä kenessä kenestä keneen kenellä keneltä kenelle ketkä mikä minkä mitä missä mistä mihin millä miltä mille mitkä miksi milloin miten kuinka",
        "millainen millaisen millaista joka jonka jota jossa josta johon jolla jolta jolle jona joksi jotka joiden joita joissa joista joihin joilla joille",
        "kumpi kumman kumpaa",
        // Quantifiers and indefinite pronouns.
        "joku jonkun jotakuta jokin jonkin jotain jotakin jossakin jossain jostain jotkut jokainen jokaisen jokaista kaikki kaiken kaikkea kaikkien kaikkia kaikissa kaikista",
        "moni monen monta monet monien monia usea usean useat useita molemmat molempien molempia muutama muutaman muutamia muu muun muuta muut muiden muita",
        "toinen toisen toista toiset eräs erään eräät paljon vähän enemmän vähemmän eniten tarpeeksi",
        // Auxiliary and modal verbs. "voi" is also butter and stays.
        "olen olet on olemme olette ovat ole olin olit oli olimme olitte olivat ollut olleet olisin olisit olisi olisimme olisitte olisivat olla oltava lienee",
        "voit voimme voitte voivat voisin voisi voisivat voida saan saat saa saavat saisi täytyy täytyi täytyisi pitäisi",
        // Prepositions and postpositions.
        "alla alle alta ennen halki jälkeen kanssa kautta keskellä kohti luona luokse läpi lähellä mukaan mukana ohi ohella pitkin päällä päälle päältä sisällä takana",
        "takia vastaan vieressä vuoksi välillä yli ympäri ympärillä edessä eteen aikana asti saakka",
        // Conjunctions.
        "ja tai vai sekä mutta vaan että jotta koska kun kuin jos vaikka joten siis eli niin ennenkuin kunnes",
        // Adverbs of place, time and degree, and particles.
        "täällä täältä tänne siellä sieltä sinne tuonne nyt silloin sitten jo vielä taas aina usein joskus pian heti myös myöskin vain ainoastaan hyvin erittäin melko",
        "melkein ehkä kai juuri ihan jopa edes kyllä noin",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
