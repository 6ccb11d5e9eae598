namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Italian, written out by class. An entry that ends in an apostrophe is cut off the word it leans on. See <see cref="StopwordList.Italian"/>.</summary>
internal static class ItalianFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Articles, also joined to a preposition, and their elided forms.
        "il lo la i gli le l' un uno una un' del dello della dei degli delle dell' al allo alla ai agli alle all' dal dallo dalla dai dagli dalle dall'",
        "nel nello nella nei negli nelle nell' sul sullo sulla sui sugli sulle sull' col coi",
        // Demonstratives, quantifiers and indefinite pronouns.
        "questo questa questi queste quest' quello quella quelli quelle quel quei quegli quell' ciò tutto tutta tutti tutte tutt' ogni ognuno ognuna qualche",
        "qualcuno qualcuna qualcosa alcuno alcuna alcuni alcune altro altra altri altre stesso stessa stessi stesse tale tali certo certa certi certe",
        "molto molta molti molte poco poca pochi poche tanto tanta tanti tante troppo troppa troppi troppe parecchi parecchie entrambi entrambe più meno qualsiasi qualunque",
        // Personal, reflexive and possessive pronouns.
        "io me mi tu te ti lui lei egli ella esso essa essi esse noi ci voi vi loro si sé se ne gliel' glielo gliela m' t' c' s' v'",
        "mio mia miei mie tuo tua tuoi tue suo sua suoi sue nostro nostra nostri nostre vostro vostra vostri vostre",
        // Question and relative words.
        "che chi cui quale quali qual quando dove dov' come com' perché quanto quanta quanti quante cosa cos'",
        // Auxiliary and modal verbs. The participle "stato" is also the state and stays.
        "essere sono sei è siamo siete ero eri era eravamo eravate erano fui fu furono sarò sarai sarà saremo sarete saranno sarei sarebbe sarebbero sia siano fosse fossero essendo",
        "avere ho hai ha abbiamo avete hanno avevo avevi aveva avevamo avevano avrò avrai avrà avremo avrete avranno avrei avrebbe avrebbero abbia abbiano avesse avendo avuto",
        "posso puoi può possiamo potete possono poteva potrà potrebbe devo devi deve dobbiamo dovete devono doveva dovrà dovrebbe",
        // Prepositions.
        "a ad di d' da in con su per tra fra contro dentro dietro dopo durante fino oltre presso prima sopra sotto verso attraverso",
        // Conjunctions.
        "e ed o od oppure ma però anzi quindi dunque allora mentre poiché affinché sebbene anche anch' inoltre infatti cioè",
        // Adverbs of place, time and degree.
        "qui qua lì là adesso ancora già sempre spesso poi così quasi solo soltanto soprattutto assai proprio forse sì",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
