using System.Text;
using System.Xml.Linq;
using FsCheck.Xunit;
using MarlRec.Environments.Grid;
using MarlRec.Environments.Particle;

namespace MarlRec.Environments.Pictures;

public class PictureTests
{
    [Property(MaxTest = 100)]
    public void AnyTextGivesWellFormedXml(string? text, string? colour)
    {
        var canvas = new SvgCanvas();
        canvas.Text(1, 2, 3, colour ?? "", text ?? "\uD800 \u0000 <&>\" \U0001F600");
        var element = XElement.Parse($"<g>{canvas}</g>", LoadOptions.PreserveWhitespace).Elements().Single();
        if (text is not null && text.All(character => character is >= ' ' and < '\u007F')) Assert.Equal(text, element.Value);
    }

    [Fact]
    public void ShapesAreWrittenAsTheyAreDrawn()
    {
        var canvas = new SvgCanvas();
        canvas.Rectangle(-0.0001, 1.23456, 3, 4, "#fff");
        canvas.Circle(1, 2, 3, "red", 0.5);
        canvas.Line(0, 1, 1e6, -2.5, "blue", 2);
        Assert.Equal(
            "<rect x=\"0\" y=\"1.235\" width=\"3\" height=\"4\" fill=\"#fff\"/>\n"
            + "<circle cx=\"1\" cy=\"2\" r=\"3\" fill=\"red\" fill-opacity=\"0.5\"/>\n"
            + "<line x1=\"0\" y1=\"1\" x2=\"1000000\" y2=\"-2.5\" stroke=\"blue\" stroke-width=\"2\"/>\n",
            canvas.ToString());
    }

    [Fact]
    public void GridsAreDrawnAsTextAndAsSquares()
    {
        var picture = new GridPicture(2, 3);
        picture.Set(1, 2, '<', "#00ff00");
        var text = new StringBuilder();
        picture.Render(text);
        Assert.Equal("...\n..<\n", text.ToString());
        var svg = XElement.Parse(FilmStrip.Picture(picture));
        Assert.Equal(("72", "48"), (svg.Attribute("width")!.Value, svg.Attribute("height")!.Value));
        Assert.Equal(7, svg.Elements().Count(element => element.Name.LocalName == "rect"));
        Assert.Equal("<", svg.Elements().Single(element => element.Name.LocalName == "text").Value);
    }

    [Fact]
    public void StripsPlaceFramesInRows()
    {
        var strip = new FilmStrip(columns: 2);
        for (var i = 0; i < 3; i++) strip.Add(new GridPicture(1, 1 + i), i == 1 ? "a & b" : null);
        Assert.Equal(3, strip.Count);
        var svg = XElement.Parse(strip.ToSvg());
        // Frames of up to 72 x 24, gaps of 10, captions of 18 below each row.
        Assert.Equal(("174", "114"), (svg.Attribute("width")!.Value, svg.Attribute("height")!.Value));
        Assert.Equal(
            ["translate(10 10)", "translate(92 10)", "translate(10 62)"],
            svg.Elements().Where(element => element.Name.LocalName == "g").Select(element => element.Attribute("transform")!.Value));
        Assert.Equal("a & b", svg.Elements().Single(element => element.Name.LocalName == "text").Value);
    }

    [Fact]
    public void GridWorldShowsItsAgent()
    {
        var world = new GridWorld(new GridWorldOptions { SlipProbability = 0 });
        var buffers = new StepBuffers(world.Spec);
        Assert.Throws<InvalidOperationException>(() => world.Render(new StringBuilder()));
        Assert.Throws<InvalidOperationException>(() => world.Render(new SvgCanvas()));
        world.Reset(0, buffers);
        var text = new StringBuilder();
        world.Render(text);
        world.Step([0], buffers);
        world.Render(text);
        Assert.Equal("...G\n.#.P\n@...\n...G\n@#.P\nS...\n", text.ToString());
    }

    [Fact]
    public void ParticlesStandWhereTheyAre()
    {
        var world = new SpeakerListener();
        Assert.Throws<InvalidOperationException>(() => world.Render(new StringBuilder()));
        var buffers = new StepBuffers(world.Spec);
        world.Reset(0, buffers);
        world.Goal = 1;
        var places = new (double X, double Y)[] { (0, 0), (-1.2, 1.2), (9, -9), (1.2, 0), (-1.2, -1.2) };
        for (var body = 0; body < places.Length; body++) world.Physics.Set(body, places[body].X, places[body].Y, 0, 0);
        var text = new StringBuilder();
        world.Render(text);
        var lines = text.ToString().Split('\n');
        Assert.Equal((18, 33), (lines.Length, lines[0].Length));
        Assert.Equal(('L', 'S', 'a', 'B', 'c'), (lines[0][0], lines[8][16], lines[16][32], lines[8][32], lines[16][0]));
    }

    [Fact]
    public void BadArgumentsAreNamed()
    {
        var canvas = new SvgCanvas();
        Assert.Throws<ArgumentOutOfRangeException>("x", () => canvas.Rectangle(double.NaN, 0, 1, 1, ""));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => canvas.Rectangle(0, 0, -1, 1, ""));
        Assert.Throws<ArgumentOutOfRangeException>("height", () => canvas.Rectangle(0, 0, 1, double.PositiveInfinity, ""));
        Assert.Throws<ArgumentOutOfRangeException>("radius", () => canvas.Circle(0, 0, -1, ""));
        Assert.Throws<ArgumentOutOfRangeException>("opacity", () => canvas.Circle(0, 0, 1, "", 1.5));
        Assert.Throws<ArgumentOutOfRangeException>("y2", () => canvas.Line(0, 0, 1, double.NaN, ""));
        Assert.Throws<ArgumentOutOfRangeException>("size", () => canvas.Text(0, 0, -1, "", ""));
        Assert.Equal("", canvas.ToString());
        Assert.Throws<ArgumentOutOfRangeException>("columns", () => new FilmStrip(0));
        Assert.Throws<InvalidOperationException>(() => new FilmStrip().ToSvg());
        Assert.Throws<ArgumentOutOfRangeException>("rows", () => new GridPicture(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("column", () => new GridPicture(1, 1).Set(0, 1, 'x', ""));
        Assert.Throws<ArgumentNullException>("colour", () => new GridPicture(1, 1).Set(0, 0, 'x', null!));
    }
}
