package org.energymatching.benchmarks;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.energymatching.data.file.Csv;
import org.energymatching.tensor.Rng;

/** A table of made orders of a shop, with dates, words, booleans, numbers of several kinds and gaps: {@code shop-table FILE.csv}. */
final class ShopTable {

    private static final int ROWS = 20_000;

    private static final List<String> COLUMNS = List.of(
            "order", "day", "product", "region", "price", "count", "discount", "age", "gift", "rating", "returned");

    private static final String[] PRODUCTS = {"book", "lamp", "chair", "desk", "shelf, oak", "rug"};
    private static final double[] PRICES = {14, 45, 90, 260, 180, 120};
    private static final String[] REGIONS = {"north", "south", "east", "west"};

    private ShopTable() {}

    public static void main(String[] args) {
        List<String[]> rows = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(row(i, Rng.of(0).at(i)));
        }
        Csv.write(Path.of(args[0]), COLUMNS, rows);
    }

    private static String[] row(int i, Rng rng) {
        int product = (int) Math.min(PRODUCTS.length - 1, Math.abs(rng.nextGaussian()) * 2.5);
        double price = PRICES[product] * Math.exp(0.25 * rng.nextGaussian());
        int day = (int) (365 * Math.sqrt(rng.nextDouble()));
        double discount = rng.nextDouble() < 0.6 ? 0 : 0.05 * (1 + rng.nextInt(6));
        int age = (int) Math.max(18, Math.min(90, 42 + 3 * product + 13 * rng.nextGaussian()));
        boolean gift = rng.nextDouble() < (day > 320 ? 0.5 : 0.1);
        boolean returned = rng.nextDouble() < 0.04 + (gift ? 0.12 : 0) + (price > 200 ? 0.08 : 0);
        int rating = (int) Math.max(1, Math.min(5, Math.rint(4.4 - (returned ? 2 : 0) + rng.nextGaussian())));
        return new String[] {
            "o-" + (100_000 + i),
            LocalDate.of(2025, 1, 1).plusDays(day).toString(),
            PRODUCTS[product],
            REGIONS[rng.nextInt(REGIONS.length)],
            String.format(Locale.ROOT, "%.2f", price),
            Integer.toString(1 + (int) Math.min(8, -2 * Math.log(rng.nextDouble()))),
            String.format(Locale.ROOT, "%.2f", discount),
            rng.nextDouble() < 0.08 ? "" : Integer.toString(age),
            gift ? "true" : "false",
            rng.nextDouble() < 0.15 ? "" : Integer.toString(rating),
            returned ? "yes" : "no"
        };
    }
}
