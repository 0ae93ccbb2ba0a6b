package org.energymatching.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.energymatching.cli.doctor.Check.Status;
import org.energymatching.tensor.engine.ConvolutionVerdict;
import org.energymatching.tensor.engine.Engine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExaminationTest {

    private static final String NATIVES = "pytorch-2.10.0-1.5.13-linux-x86_64.jar";

    @Test
    void aFitMachineIsWell() {
        assertThat(Examination.of(machine("17.0.15+6", "Linux", "amd64", "ldd (GNU libc) 2.36", NATIVES)))
                .allMatch(check -> check.status() == Status.OK && check.remedy().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({
        "25, PROBLEM",
        "25+36, PROBLEM",
        "25.0.1+8, PROBLEM",
        "25.0.2+10-LTS, PROBLEM",
        "25.0.3+9-LTS, OK",
        "25.1, OK",
        "21.0.2+13, OK",
        "26, OK",
        "11.0.2, PROBLEM"
    })
    void java(String version, Status status) {
        Check java = find("Java", machine(version, "Linux", "amd64", "ldd 2.36", NATIVES));
        assertThat(java.status()).isEqualTo(status);
        if (version.startsWith("25") && status == Status.PROBLEM) {
            assertThat(java.remedy()).contains("25.0.3");
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {
                "ldd (Ubuntu GLIBC 2.35-0ubuntu3.8) 2.35, OK",
                "ldd (GNU libc) 2.34, PROBLEM",
                "ldd (GNU libc) 2.9, PROBLEM",
                "ldd (GNU libc) 3.0, OK",
                "musl libc (x86_64), PROBLEM",
                "strange words, WARNING",
                "null, WARNING"
            })
    void cLibrary(@Nullable String line, Status status) {
        assertThat(find("C library", machine("17", "Linux", "amd64", line, NATIVES))
                        .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64, OK",
        "Mac OS X, aarch64, macosx-arm64, OK",
        "Windows 11, amd64, windows-x86_64, OK",
        "Linux, aarch64, linux-arm64, PROBLEM",
        "Mac OS X, x86_64, macosx-x86_64, PROBLEM"
    })
    void platform(String os, String arch, String classifier, Status status) {
        Machine machine = machine("17", os, arch, "ldd 2.36", "pytorch-2.10.0-1.5.13-" + classifier + ".jar");
        assertThat(find("Platform", machine).status()).isEqualTo(status);
        assertThat(find("Natives", machine).status()).isEqualTo(status);
    }

    @Test
    void missingNativesAreNamed() {
        Check natives = find("Natives", machine("17", "Linux", "amd64", "ldd 2.36", "pytorch-2.10.0-1.5.13.jar"));
        assertThat(natives.status()).isEqualTo(Status.PROBLEM);
        assertThat(natives.remedy()).contains("org.bytedeco:pytorch", "linux-x86_64");
    }

    @Test
    void aCudaBuildIsRecognized() {
        Machine cuda = machine("17", "Linux", "amd64", "ldd 2.36", "pytorch-2.10.0-1.5.13-linux-x86_64-gpu.jar");
        assertThat(find("Build", cuda).found()).isEqualTo("CUDA");
    }

    @Test
    void scarceResourcesAreWarnings() {
        Machine poor = new Machine(
                "17",
                "x",
                "Linux",
                "amd64",
                "ldd 2.36",
                List.of(NATIVES),
                Path.of("c"),
                false,
                1,
                1,
                1,
                4,
                4,
                null,
                List.of());
        assertThat(find("Cache", poor).status()).isEqualTo(Status.PROBLEM);
        assertThat(find("Memory", poor).status()).isEqualTo(Status.WARNING);
        assertThat(find("Threads", poor).remedy()).contains("OMP_WAIT_POLICY=PASSIVE");
    }

    @Test
    void thisMachineIsDescribed() {
        Machine here = Machine.here();
        assertThat(here.memoryFree()).isPositive();
        assertThat(here.diskFree()).isPositive();
        assertThat(here.cores()).isPositive();
        assertThat(here.jars()).anyMatch(jar -> jar.endsWith(".jar"));
    }

    @Test
    void threadsThatHardlyHelpAreAWarning() {
        assertThat(speedup(4, 3.5).status()).isEqualTo(Status.OK);
        assertThat(speedup(4, 3.5).found()).isEqualTo("4 threads are 3.5 times as fast as one");
        assertThat(speedup(2, 1.1).status()).isEqualTo(Status.WARNING);
        assertThat(speedup(2, 1.1).remedy()).contains("--threads 1");
        assertThat(speedup(1, 1.0).status()).isEqualTo(Status.OK);
    }

    private static Check speedup(int threads, double factor) {
        return find("Speed-up", DoctorVerb.attempt(() -> new Smoke.Outcome("computed", threads, factor, List.of())));
    }

    @Test
    void convolutionsThatOneDnnGetsWrongAreAWarning() {
        ConvolutionVerdict right = new ConvolutionVerdict("1x1", true);
        ConvolutionVerdict wrong = new ConvolutionVerdict("3x3", false);
        assertThat(oneDnn(right)).isEqualTo(Check.ok("oneDNN", "computes convolutions: 1x1"));
        assertThat(oneDnn(right, wrong).status()).isEqualTo(Status.WARNING);
        assertThat(oneDnn(right, wrong).found())
                .isEqualTo("computes convolutions: 1x1; is wrong on this processor, so a slower kernel computes: 3x3");
        assertThat(oneDnn(wrong).remedy()).contains("Numbers are right", "bfloat16 may not be faster");
    }

    private static Check oneDnn(ConvolutionVerdict... verdicts) {
        return find("oneDNN", DoctorVerb.attempt(() -> new Smoke.Outcome("computed", 1, 1, List.of(verdicts))));
    }

    /** The doctor shows what the engine found on this machine, whichever that is. */
    @Test
    void everyFormThatWasTriedIsShown() {
        Check shown = find("oneDNN", DoctorVerb.attempt(new SmokeOperation()));
        assertThat(Engine.convolutions())
                .hasSizeGreaterThan(10)
                .allSatisfy(verdict -> assertThat(shown.found()).contains(verdict.form()));
    }

    @Test
    void aBrokenLibraryIsAProblem() {
        Smoke smoke = () -> {
            throw new UnsatisfiedLinkError("no jnitorch");
        };
        Check check = DoctorVerb.attempt(smoke).get(0);
        assertThat(check.status()).isEqualTo(Status.PROBLEM);
        assertThat(check.found()).contains("no jnitorch");
    }

    @ParameterizedTest
    @CsvSource({
        "linux-x86_64, '', OK, none",
        "linux-x86_64, 'RTX 4090, 24564 MiB', WARNING, this build cannot use it",
        "linux-x86_64-gpu, 'RTX 4090, 24564 MiB', OK, RTX 4090",
        "linux-x86_64-gpu, '', WARNING, tells of none"
    })
    void gpus(String natives, String gpu, Status status, String found) {
        String jar = "pytorch-2.10.0-1.5.13-" + natives + ".jar";
        Check check = find(
                "GPUs",
                gpu.isEmpty()
                        ? machine("17", "Linux", "amd64", "ldd 2.36", jar)
                        : machine("17", "Linux", "amd64", "ldd 2.36", jar, gpu));
        assertThat(check.status()).isEqualTo(status);
        assertThat(check.found()).contains(found);
    }

    private static Check find(String name, Machine machine) {
        return find(name, Examination.of(machine));
    }

    private static Check find(String name, List<Check> checks) {
        return checks.stream()
                .filter(check -> check.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Machine machine(
            String java, String os, String arch, @Nullable String libc, String jar, String... gpus) {
        return new Machine(
                java,
                "Vendor",
                os,
                arch,
                libc,
                List.of("a.jar", jar),
                Path.of("cache"),
                true,
                1L << 40,
                1L << 35,
                1L << 33,
                4,
                4,
                "passive",
                List.of(gpus));
    }
}
