package org.energymatching.data.schema;

import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The statistics of the times of a column while it is read, by each format that fits all of them. */
final class DateSummary {

    private static final int SHORTEST = 8;
    private static final int LONGEST = 32;

    private final boolean guessed;
    private List<Candidate> left;

    DateSummary(Stream<DateFormat> formats) {
        left = formats.map(Candidate::new).collect(Collectors.toList());
        guessed = left.size() > 1;
    }

    /** Adds the next cell; one in another format excludes a format. */
    void add(String cell) {
        if (left.isEmpty()) {
            return;
        }
        if (guessed && !mayBe(cell)) {
            left = List.of();
            return;
        }
        left.removeIf(candidate -> !candidate.add(cell));
    }

    /** Whether a cell looks like one of the usual formats; trying them all is slow. */
    private static boolean mayBe(String cell) {
        return cell.length() >= SHORTEST && cell.length() <= LONGEST && cell.charAt(0) >= '0' && cell.charAt(0) <= '9';
    }

    /** Whether a format is left that fits all cells. */
    boolean fits() {
        return !left.isEmpty();
    }

    /** The two patterns that fit all cells, one with days first and one with months; null if there is no such ambiguity. */
    @Nullable
    String doubt() {
        Candidate first = left.get(0);
        return left.stream()
                .filter(other -> other.format.pattern().charAt(0) == 'M'
                        && first.format.pattern().charAt(0) == 'd'
                        && !other.sameAs(first))
                .map(other -> first.format.pattern() + " and " + other.format.pattern())
                .findFirst()
                .orElse(null);
    }

    ColumnType.Timestamp type() {
        return left.get(0).type();
    }

    private static final class Candidate {

        private final DateFormat format;
        private long first = Long.MAX_VALUE;
        private long last = Long.MIN_VALUE;
        private long any;
        private long step;

        Candidate(DateFormat format) {
            this.format = format;
        }

        boolean add(String cell) {
            LocalDateTime time = format.time(cell);
            if (time == null) {
                return false;
            }
            long at = DateFormat.milliseconds(time);
            if (last == Long.MIN_VALUE) {
                any = at;
            }
            first = Math.min(first, at);
            last = Math.max(last, at);
            step = divisor(step, Math.abs(at - any));
            return true;
        }

        /** Whether both patterns give the same times, as for 01/01 and 02/02. */
        boolean sameAs(Candidate other) {
            return first == other.first && last == other.last && step == other.step;
        }

        ColumnType.Timestamp type() {
            return new ColumnType.Timestamp(
                    format.pattern(), DateFormat.time(first), DateFormat.time(last), Math.max(1, step));
        }

        /** The greatest common divisor; 0 has all divisors. */
        private static long divisor(long a, long b) {
            return b == 0 ? a : divisor(b, a % b);
        }
    }
}
