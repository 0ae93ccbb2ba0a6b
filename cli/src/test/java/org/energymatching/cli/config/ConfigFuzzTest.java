package org.energymatching.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Random;
import org.energymatching.cli.schema.Explanation;
import org.energymatching.error.UsageException;
import org.junit.jupiter.api.Test;

/** Whatever the text, it is a valid configuration or a {@link UsageException}. */
class ConfigFuzzTest {

    private static final String TOKENS = "abz019-+.:,[]{}#&*!|>'\"%@`?\n\t \\~\u0000\u00e4\u2028\ud83d\ude00\ufeff";

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void garbage() {
        for (int i = 0; i < 3000; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(60); n > 0; n--) {
                text.append(TOKENS.charAt(random.nextInt(TOKENS.length())));
            }
            read(text.toString());
        }
    }

    @Test
    void truncatedAndMutatedRecipes() {
        for (int i = 0; i < 2000; i++) {
            StringBuilder text = new StringBuilder(Recipe.named("toy2d").text().yaml());
            for (int n = 1 + random.nextInt(3); n > 0; n--) {
                int at = random.nextInt(text.length() - 1);
                switch (random.nextInt(4)) {
                    case 0 -> text.setLength(at + 1);
                    case 1 -> text.deleteCharAt(at);
                    case 2 -> text.insert(at, TOKENS.charAt(random.nextInt(TOKENS.length())));
                    default -> text.setCharAt(at, TOKENS.charAt(random.nextInt(TOKENS.length())));
                }
                if (text.length() < 2) {
                    break;
                }
            }
            read(text.toString());
        }
    }

    @Test
    void overridesOfEveryKey() {
        List<String> values = List.of(
                "",
                "0",
                "-1",
                "1e999",
                "1e-400",
                ".nan",
                "[]",
                "[[]]",
                "{}",
                "{a: 1}",
                "null",
                "true",
                "x",
                "'",
                "99999999999999999999",
                "0x1F",
                "010",
                "1_000",
                "[1, null]",
                "!!str 1",
                "- a",
                "2026-01-01",
                "\"\\u0000\"");
        for (Explanation key : RunConfig.explain("").leaves()) {
            for (String value : values) {
                String path = key.key().replace("NAME", "joint");
                survive(path + "=" + value, () -> RunConfig.load("toy2d", List.of(path + "=" + value)));
            }
        }
    }

    @Test
    void deepNesting() {
        for (String bracket : List.of("[", "{a: ", "- ", "? ")) {
            read("seed: " + bracket.repeat(20_000));
            read(bracket.repeat(20_000));
        }
    }

    private void read(String text) {
        survive(text, () -> ConfigReader.read(new ConfigText("fuzz.yaml", text), List.of()));
    }

    private void survive(String text, java.util.function.Supplier<RunConfig> load) {
        try {
            RunConfig config = load.get();
            RunConfig again = ConfigReader.read(new ConfigText("again", config.toYaml()), List.of());
            assertThat(again).as("seed %d, text <%s>", seed, text).isEqualTo(config);
        } catch (UsageException expected) {
            assertThat(expected.happened()).isNotBlank();
        } catch (RuntimeException | StackOverflowError e) {
            fail("seed %d, text <%s>".formatted(seed, text), e);
        }
    }
}
