namespace MarlRec.Text.Stopwords;

/// <summary>The closed word classes of Chinese, written out by class: simplified and, where they differ, traditional characters. See <see cref="StopwordList.Chinese"/>.</summary>
/// <remarks>
/// A single character is on the list only if few words of content hold it. Words with a character of negation are not, and neither are those that begin with the 有 of 没有.
/// </remarks>
internal static class ChineseFunctionWords
{
    internal static readonly string[] Classes =
    [
        // Structural and modal particles.
        "的 了 之 吗 嗎 呢 啊 呀 嘛 啦 哦 喔",
        // Personal, reflexive and possessive pronouns.
        "我 我们 我們 我的 你 妳 您 你们 你們 你的 他 她 它 牠 他们 他們 她们 她們 它们 它們 他的 她的 它的 咱们 咱們 自己 大家 人家 彼此",
        // Demonstratives and quantifiers.
        "这 這 那 这个 這個 那个 那個 这些 這些 那些 这样 這樣 那样 那樣 这种 這種 那种 那種 这么 這麼 那么 那麼 此 此外 其 其他 其它 其中 其实 其實 另外",
        "每个 每個 各个 各個 各种 各種 某个 某個 某些 一个 一個 一些 一种 一種 一样 一樣 一切 所有 许多 許多 很多 更多 全部 几个 幾個 任何",
        // Question words.
        "谁 誰 什么 什麼 甚么 甚麼 哪 哪个 哪個 哪些 哪里 哪裡 哪儿 哪兒 怎么 怎麼 怎样 怎樣 为什么 為什麼 为何 為何 如何 多少",
        // Auxiliary and modal verbs.
        "是 可以 可能 能够 能夠 应该 應該 应当 應當 必须 必須 将会 將會",
        // Prepositions.
        "在 从 從 由于 由於 对于 對於 关于 關於 至于 至於 根据 根據 按照 通过 通過 除了 随着 隨著 为了 為了 于 於",
        // Conjunctions.
        "和 与 與 及 以及 或 或者 还是 還是 而 而且 并 並 并且 並且 但 但是 可是 然而 因为 因為 因此 所以 如果 假如 虽然 雖然 尽管 儘管 即使 只要 只有 然后 然後 于是 於是",
        "既然 而是 同时 同時 例如 比如",
        // Adverbs of place, time and degree.
        "这里 這裡 那里 那裡 这儿 這兒 那儿 那兒 现在 現在 以前 以后 以後 之前 之后 之後 当时 當時 已经 已經 曾经 曾經 正在 刚刚 剛剛 总是 總是 经常 經常 常常 再次",
        "也 很 还 還 又 也许 也許 十分 比较 比較 几乎 幾乎 甚至 只是 就是 尤其 一起 一直 一定 大概",
    ];

    internal static StopwordList List { get; } = StopwordList.OfClasses(Classes);
}
