using MarlRec.Data.Readers;
using MarlRec.Execution;

namespace MarlRec.Tests.Data.Readers;

/// <summary>Small good files with a few bytes changed, cut, doubled or swapped: only the documented exception may come out, and none in lenient mode after the header.</summary>
public class ReaderFuzzTests
{
    private delegate ReadReport Parse(string text, ReadOptions options);

    private static readonly (string Name, string Text, bool HasHeader, Parse Parse)[] Cases =
    [
        ("u.data", "1\t9\t3\t50\n2\t8\t4.5\t7\r\n1\t9\t3\t50\n", false, (text, options) => MovieLensReader.ParseUData(new StringReader(text), "f", options).Report),
        ("ratings.dat", "1::9::3::50\n2::8::4.5::7\n", false, (text, options) => MovieLensReader.ParseRatingsDat(new StringReader(text), "f", options).Report),
        ("ratings.csv", "userId,movieId,rating,timestamp\n1,\"9\",3,50\n\"2\n\"\"\",8,4.5,7\n", true,
            (text, options) => MovieLensReader.ParseRatingsCsv(new StringReader(text), "f", options).Report),
        ("sequences", "u1 a b -1\nu2\tc\n", false, (text, options) => SequenceReader.Parse(new StringReader(text), "f", null, options).Report),
        (".inter", "user_id:token\titem_id:token\trating:float\ttimestamp:float\n1\ta\t3\t50\n2\tb\t4\t60\n", true,
            (text, options) => AtomicReader.ParseInteractions(new StringReader(text), "f", null, options).Report),
        (".valid.inter", "user_id:token\titem_id_list:token_seq\titem_id:token\n1\ta b\tc\n2\t\ta\n", true,
            (text, options) => AtomicReader.ParseHistories(new StringReader(text), "f", null, options).Report),
        (".item", "item_id:token\ttitle:token_seq\tgenre:token_seq\tprice:float\timage:float_seq\n1\tA b\tx y\t2\t1 2\n2\t\t\t\t3 4\n", true,
            (text, options) => AtomicReader.ParseCatalog(new StringReader(text), "f", null, options).Report),
        (".user", "user_id:token\tage:token\n1\t24\n2\t\n", true, (text, options) => AtomicReader.ParseUsers(new StringReader(text), "f", null, options).Report),
    ];

    [Fact]
    public void Only_documented_exceptions_come_out_of_mutated_files()
    {
        var random = new RandomStream(20);
        var rounds = TestTier.Choose(400, 20_000);
        var lenient = new ReadOptions { Mode = ReadMode.Lenient, MaximumFieldLength = 200, MaximumRecordLength = 300, Duplicates = DuplicatePolicy.Drop };
        var strict = lenient with { Mode = ReadMode.Strict };
        foreach (var (name, text, hasHeader, parse) in Cases)
        {
            var own = random.Fork(name);
            for (var round = 0; round < rounds; round++)
            {
                var mutated = Mutate(text, own);
                var malformed = true;
                try
                {
                    malformed = !parse(mutated, strict).IsClean;
                }
                catch (DataFormatException thrown)
                {
                    Assert.InRange(thrown.LineNumber, 1, 1 + mutated.Count(c => c is '\n' or '\r'));
                }

                try
                {
                    var report = parse(mutated, lenient);
                    Assert.Equal(report.Duplicates + report.UnknownIds + report.Malformed, report.Issues.Count);
                    Assert.True(report.IsClean || malformed);
                }
                catch (DataFormatException) when (hasHeader)
                {
                }
            }
        }
    }

    private static string Mutate(string text, RandomStream random)
    {
        const string alphabet = "\t\n\r\",: -19aé\0\uFEFF\uFFFD\uD800eN.";
        var characters = text.ToList();
        for (var edits = random.Next(4) + 1; edits > 0 && characters.Count > 0; edits--)
        {
            var at = random.Next(characters.Count);
            switch (random.Next(5))
            {
                case 0: characters[at] = alphabet[random.Next(alphabet.Length)]; break;
                case 1: characters.RemoveAt(at); break;
                case 2: characters.Insert(at, alphabet[random.Next(alphabet.Length)]); break;
                case 3: characters.RemoveRange(at, characters.Count - at); break;
                default: characters.InsertRange(at, characters.GetRange(at, Math.Min(random.Next(300), characters.Count - at))); break;
            }
        }

        return new string([.. characters]);
    }
}
