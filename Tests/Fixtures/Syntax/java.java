package com.example.shop;
import static java.util.List.*;
/** Documentation. /* not nested */
@Entity(name = "shape") public sealed class Shape<T extends Number> permits Circle {
    private static final long MAX_SIZE = 1_000L + 0xFF + 0b11; double d = 1.5e-3f;
    char quote = '\'', face = '\u00e9';
    String text = "tab \t \"quoted\" \101", block = """
        several "lines" \
        of \""" text
        """;
    @Override protected <R> R area(int... sides) throws IOException {
        var list = new ArrayList<String>(); // a comment
        return switch (kind) { case CIRCLE -> { yield null; } default -> this.yield(super.x); };
    }
    record Point(int x, int y) {} @interface Mark { String value() default "x"; }
}
