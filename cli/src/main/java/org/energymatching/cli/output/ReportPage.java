package org.energymatching.cli.output;

import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.energymatching.data.file.Numbers;
import org.energymatching.data.file.OutputFile;

/** One HTML page that needs no other file and no network: the common parts of all reports. */
public final class ReportPage {

    private static final String STYLE = """
            body { font: 16px/1.55 system-ui, sans-serif; color: #222; background: #fff; margin: 0 auto; max-width: 62rem;
                   padding: 2rem 1.25rem 4rem; }
            h1 { font-size: 1.7rem; margin: 0 0 .25rem; } h2 { font-size: 1.15rem; margin: 2.2rem 0 .4rem; }
            p { max-width: 44rem; } .quiet { color: #666; }
            img { max-width: 100%; height: auto; display: block; }
            .beside { display: flex; flex-wrap: wrap; align-items: flex-start; gap: .5rem; }
            .wide { overflow-x: auto; }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { text-align: right; padding: .3rem .9rem; border-bottom: 1px solid #ddd; font-weight: normal; }
            th { color: #666; } td:first-child, th:first-child { text-align: left; padding-left: 0; }
            pre { background: #f6f6f4; padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; line-height: 1.4; }
            pre.wrapped { white-space: pre-wrap; }
            .verdict { border-left: .3rem solid #888; padding: .1rem 0 .1rem .8rem; }
            .verdict.better { border-color: #2a7f3f; } .verdict.worse { border-color: #b3261e; }
            @media (prefers-color-scheme: dark) {
              body { color: #ddd; background: #16181c; } .quiet, th { color: #999; } pre { background: #22252b; }
              th, td { border-color: #333; } img { border-radius: 6px; }
            }
            mark { background: #ffe08a; color: #222; border-radius: 2px; } code { font-size: .9rem; letter-spacing: .06em; }
            """;

    private final StringBuilder html = new StringBuilder();

    /** A page with its title and a subtitle, which is HTML. */
    public ReportPage(String title, String summary) {
        html.append("<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>")
                .append(escaped(title))
                .append(" – Energy Matching</title>\n<style>\n")
                .append(STYLE)
                .append("</style>\n<h1>")
                .append(escaped(title))
                .append("</h1>\n<p class=\"quiet\">")
                .append(summary)
                .append("</p>\n");
    }

    /** More HTML. */
    public ReportPage add(String more) {
        html.append(more);
        return this;
    }

    /** A paragraph of text. */
    public ReportPage paragraph(String text) {
        return add("<p>" + escaped(text) + "</p>\n");
    }

    /** The verdict, at the top. */
    public ReportPage verdict(Verdict verdict) {
        return add("<p class=\"verdict " + verdict.grade().name().toLowerCase(Locale.ROOT) + "\"><strong>"
                + escaped(verdict.text()) + "</strong></p>\n");
    }

    /** Preformatted text, its lines wrapped. */
    public ReportPage preformatted(String text) {
        return add("<pre class=\"wrapped\">" + escaped(text) + "</pre>\n");
    }

    /** A heading of text. */
    public ReportPage heading(String text) {
        return add("<h2>" + escaped(text) + "</h2>\n");
    }

    /** A table of text: the first row is its head. */
    public ReportPage table(List<List<String>> rows) {
        add("<div class=\"wide\"><table>\n");
        String cell = "th";
        for (List<String> row : rows) {
            html.append("<tr>");
            for (String text : row) {
                html.append('<')
                        .append(cell)
                        .append('>')
                        .append(escaped(text))
                        .append("</")
                        .append(cell)
                        .append('>');
            }
            html.append("</tr>\n");
            cell = "td";
        }
        return add("</table></div>\n");
    }

    /** A section with its figures. */
    public ReportPage section(Section section) {
        heading(section.title());
        paragraph(section.explanation());
        add("<div class=\"beside\">\n");
        section.pictures().forEach(picture -> html.append(embedded(picture)));
        return add("</div>\n");
    }

    /** Writes the page, atomically. */
    public void write(Path file) {
        OutputFile.write(file, html + "</html>\n");
    }

    private static String embedded(Picture picture) {
        return Numbers.format(
                "<img width=\"%d\" alt=\"%s\" src=\"data:%s;base64,%s\">%n",
                picture.width(),
                escaped(picture.alternative()),
                picture.mediaType(),
                Base64.getEncoder().encodeToString(picture.bytes()));
    }

    /** Text as HTML. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
