#!/usr/bin/env perl
# Writes tests/Fixtures/word_break_classes.txt and tests/Fixtures/word_breaks.txt with Perl's own Unicode tables and its \b{wb}: the Word_Break property
# of every character assigned there, as "first-last class", and texts with their segments, in hexadecimal code points, segments parted by "|".
# Perl tailors the rules for white space (runs of it stay together, and nothing attaches to it), does not look past a joiner in WB6, and parts the few
# letters that are pictographs from other letters against WB5. So the texts here have no white space before white space or an extending character, and
# the random ones no joiner and no such letter: word_breaks_icu.py has those. Run from the repository's root: perl eng/goldens/word_breaks.pl
use strict;
use warnings;
use utf8;
use Unicode::UCD;

my $SEED = 20261124;
my @classes = qw(CR LF NL Extend ZWJ FO RI KA HL LE SQ DQ MB ML MN NU EX WSegSpace XX);
my $version = "Perl $^V, Unicode " . Unicode::UCD::UnicodeVersion();

my ($first, $last, $class) = (-1, -1, '');
my @ranges;
my %tests = map { my $c = $_; ($c => qr/\A\p{WB=$c}\z/) } @classes;
for my $code (0 .. 0x10FFFF) {
    next if $code >= 0xD800 && $code <= 0xDFFF;
    no warnings;
    my $char = chr $code;
    next if $char !~ /\p{Assigned}/;
    # Neighbours mostly share a class.
    my $found = $class ne '' && $char =~ $tests{$class} ? $class : (grep { $char =~ $tests{$_} } @classes)[0];
    if ($found eq $class && $code == $last + 1) { $last = $code; next; }
    push @ranges, sprintf("%X-%X %s", $first, $last, $class) if $class ne '';
    ($first, $last, $class) = ($code, $code, $found);
}
push @ranges, sprintf("%X-%X %s", $first, $last, $class);
write_lines('tests/Fixtures/word_break_classes.txt', "# eng/goldens/word_breaks.pl, $version", @ranges);

my @texts = (
    "can't stop 3.5 km, 1,000,000 steps; e.g. example.org a_b __init__ x__ 10:30 a:b", "the reader’s l’été d'une ‘quote’ 5'6\" a.b. 3. .5 a,b 1a2b",
    "日本語のカタカナ・テスト、ひらがな。ｶﾀｶﾅﾞ", "한국어 문장은 띄어 씁니다.", "ภาษาไทย 123 ລາວ ខ្មែរ မြန်မာ", "שלום ה' צה\"ל צה\" \"של\" ג׳ירף",
    "مرحبا بالعالم ١٢٣٫٤٥ ١٬٢٣٤ می‌خواهم", "हिन्दी में वाक्य। नमस्ते", "Ünïcode cafe\x{301} nai\x{308}ve so\x{AD}ft zero\x{200B}width",
    "👩‍👩‍👧 🇩🇪🇫🇷🇮 👍🏽x ❤️a 1️⃣ ©2024 a\x{200D}❤b", "ΑΒΓ·δεζ приве́т мир к.с.м. йо-йо", "ⓐⓑ ½x m² №5 ₹500 €3,50 50%",
);
my @pieces = map { chr } (
    0x61, 0x62, 0xE9, 0x5D0, 0x5D1, 0x31, 0x662, 0x30AB, 0x30FC, 0x4E2D, 0x3042, 0xE01, 0xAC00, 0x27, 0x22, 0x2E, 0x2019, 0x3A, 0xB7, 0x2C, 0x3B, 0x5F, 0x2040,
    0x301, 0x308, 0xAD, 0x1F1E6, 0x1F1E7, 0x1F1E8, 0x1F469, 0x2764, 0xFE0F, 0x1F3FD, 0x20, 0x0A, 0x0D, 0x2028, 0x21, 0x2D, 0x2F, 0x10400, 0x1D7D8,
);
my $state = $SEED;
# A generator of our own, so that every Perl draws the same.
sub draw { my $n = shift; $state = ($state * 1103515245 + 12345) & 0x7FFFFFFF; return ($state >> 8) % $n; }
while (@texts < 2500) {
    my $text = join '', map { $pieces[draw(scalar @pieces)] } 1 .. 2 + draw(11);
    push @texts, $text unless $text =~ /\s(?=\s|\p{WB=Extend}|\p{WB=FO}|\p{WB=ZWJ})/;
}
my @lines = map { join '|', map { join ' ', map { sprintf "%X", ord } split // } split /\b{wb}/ } @texts;
write_lines('tests/Fixtures/word_breaks.txt', "# eng/goldens/word_breaks.pl, $version, seed $SEED; texts written for this file", @lines);

sub write_lines {
    my ($path, @lines) = @_;
    open my $file, '>:raw', $path or die "$path: $!";
    print $file "$_\n" for @lines;
    close $file or die "$path: $!";
}
