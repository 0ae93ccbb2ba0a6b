package org.energymatching.plot;

import java.util.Comparator;
import java.util.Map;
import java.util.stream.IntStream;
import org.energymatching.metric.LetterFrequencies;

/**
 * A sequence logo: at each position a pile of letters as high as the position tells, each letter's part as large as its share,
 * the most frequent on top.
 */
record Logo(LetterFrequencies frequencies) implements Layer {

    private static final double GAP = 0.04;
    private static final double LEAST_HEIGHT = 0.4;
    private static final double LARGEST_TYPE = 9;

    /** By what amino acids have in common: small and polar, basic, acidic, oily, amides. */
    private static final Map<String, Integer> AMINO_ACIDS =
            Map.of("GSTYC", 0x2E8B3D, "KRH", 0x2F5DA8, "DE", 0xC8372D, "AVLIPWFM", 0x262626, "NQ", 0x8E4BA0);

    private static final Map<String, Integer> BASES =
            Map.of("A", 0x2E8B3D, "C", 0x2F5DA8, "G", 0xD9982B, "TU", 0xC8372D);

    private static final int[] OTHERS = {0x2F6DA8, 0xCF5C36, 0x2E8B6F, 0xB56A9B, 0xD9982B, 0x5AA9D6, 0x6B6B6B};

    @Override
    public String label() {
        return "";
    }

    @Override
    public void reach(Bounds bounds) {
        bounds.x(0.5);
        bounds.x(frequencies.length() + 0.5);
        bounds.y(0);
        bounds.y(Math.log(frequencies.letters().length()) / Math.log(2));
    }

    @Override
    public void count(Census census) {
        IntStream.range(0, frequencies.length()).forEach(i -> census.value(true));
    }

    @Override
    public void draw(Surface surface, Frame frame, Inks inks) {
        for (int i = 0; i < frequencies.length(); i++) {
            double[] shares = frequencies.shares()[i];
            double information = frequencies.information(i);
            double floor = 0;
            int[] rising = IntStream.range(0, shares.length)
                    .boxed()
                    .filter(letter -> shares[letter] > 0)
                    .sorted(Comparator.comparing((Integer letter) -> shares[letter])
                            .thenComparing(Comparator.reverseOrder()))
                    .mapToInt(letter -> letter)
                    .toArray();
            for (int letter : rising) {
                double top = floor + shares[letter] * information;
                letter(surface, frame, i + 1, floor, top, letter);
                floor = top;
            }
        }
    }

    private void letter(Surface surface, Frame frame, int position, double floor, double top, int letter) {
        double left = frame.px(position - 0.5 + GAP);
        double right = frame.px(position + 0.5 - GAP);
        double upper = frame.py(top);
        double height = frame.py(floor) - upper;
        if (height < LEAST_HEIGHT) {
            return;
        }
        Box box = new Box(left, upper, right - left, height);
        char sign = frequencies.letters().charAt(letter);
        Colour colour = new Colour(colour(letter));
        if (LetterShapes.has(sign)) {
            LetterShapes.draw(surface, sign, box, colour);
            return;
        }
        surface.rectangle(box, colour);
        double size = Math.min(LARGEST_TYPE, Math.min(height, box.width()));
        surface.text(
                Script.of(String.valueOf(sign)),
                box.middleX(),
                box.middleY() + 0.35 * size,
                new Typeface(size, false, Colour.WHITE),
                Script.Anchor.MIDDLE,
                false);
    }

    private int colour(int letter) {
        String letters = frequencies.letters();
        String sign = letters.substring(letter, letter + 1);
        Map<String, Integer> known = Map.of();
        if (letters.length() <= 5 && letters.chars().allMatch(c -> "ACGTUN".indexOf(c) >= 0)) {
            known = BASES;
        } else if (letters.chars()
                        .filter(c -> "ARNDCQEGHILKMFPSTWYV".indexOf(c) >= 0)
                        .count()
                == 20) {
            known = AMINO_ACIDS;
        }
        return known.entrySet().stream()
                .filter(group -> group.getKey().contains(sign))
                .mapToInt(Map.Entry::getValue)
                .findFirst()
                .orElse(OTHERS[letter % OTHERS.length]);
    }

    @Override
    public void swatch(Surface surface, Box box, Inks inks) {
        surface.rectangle(box, Colour.AXIS);
    }
}
