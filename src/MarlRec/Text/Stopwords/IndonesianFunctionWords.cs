namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Indonesian, written out by class. See <see cref="StopwordList.Indonesian"/>.</summary>
internal static class IndonesianFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Personal and reflexive pronouns, formal and familiar.
        "saya aku ku kamu kau engkau anda kalian dia ia beliau kami kita mereka diri sendiri dirinya",
        // Demonstratives, articles and quantifiers.
        "ini itu tersebut begini begitu demikian sang para sebuah seorang seekor suatu sesuatu semua seluruh segala setiap tiap masing beberapa banyak sedikit lebih kurang paling",
        "lain lainnya seseorang siapapun apapun sama cukup",
        // Question and relative words.
        "yang apa apakah siapa siapakah mana dimana kemana kapan mengapa kenapa bagaimana berapa",
        // Auxiliary and modal words.
        "adalah ialah merupakan ada akan telah sudah sedang masih pernah dapat bisa boleh harus mesti perlu",
        // Prepositions.
        "di ke dari pada kepada daripada dalam antara oleh untuk bagi buat dengan tentang terhadap atas sejak hingga sampai selama sekitar menurut secara seperti bagai sebagai",
        "demi karena melalui",
        // Conjunctions.
        "dan atau tetapi tapi namun melainkan serta lalu kemudian maka jika kalau bila apabila ketika saat sambil sebelum sesudah setelah agar supaya sehingga sebab",
        "walaupun meskipun biarpun bahwa",
        // Adverbs of place, time and degree, and particles.
        "sini situ sana disini disana kini sekarang nanti tadi lagi selalu sering kadang segera juga pun saja hanya cuma sangat amat sekali agak terlalu hampir mungkin",
        "bahkan sebenarnya lah kah dong sih kok ya",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
