package org.energymatching.cli.doctor;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.energymatching.data.file.Numbers;

/** Checks a machine, fact by fact. */
final class Examination {

    private static final long GIGABYTE = 1L << 30;
    private static final Pattern TWO_NUMBERS = Pattern.compile("(\\d+)\\.(\\d+)");
    private static final Map<String, String> PLATFORMS = Map.of(
            "Linux amd64", "linux-x86_64",
            "Mac OS X aarch64", "macosx-arm64",
            "Windows amd64", "windows-x86_64");

    private static final String CUDA_BUILD = "mvn -Pdist,cuda -DskipTests clean package";

    private Examination() {}

    static List<Check> of(Machine machine) {
        return List.of(
                java(machine),
                platform(machine),
                libc(machine),
                natives(machine),
                build(machine),
                gpus(machine),
                cache(machine),
                memory(machine),
                threads(machine));
    }

    /** JDK 25.0.0–25.0.2 corrupt arrays that native code has pinned (JDK-8377811). */
    private static Check java(Machine machine) {
        String found = machine.javaVersion() + " (" + machine.javaVendor() + ")";
        Runtime.Version version = Runtime.Version.parse(machine.javaVersion());
        if (version.feature() == 25 && version.interim() == 0 && version.update() < 3) {
            return Check.problem(
                    "Java",
                    found + " corrupts arrays shared with native code (JDK-8377811)",
                    "Install JDK 25.0.3 or newer, or 17 or 21, and point JAVA_HOME at it.");
        }
        return version.feature() < 17
                ? Check.problem("Java", found, "Install JDK 17 or newer and point JAVA_HOME at it.")
                : Check.ok("Java", found);
    }

    private static Check platform(Machine machine) {
        String found = machine.os() + " " + machine.arch();
        return platformName(machine).isPresent()
                ? Check.ok("Platform", found)
                : Check.problem(
                        "Platform",
                        found + " has no native build of libtorch in this version",
                        "Use Linux or Windows on x86-64, or macOS on Apple silicon.");
    }

    private static Check libc(Machine machine) {
        String line = machine.libc();
        if (!machine.os().equals("Linux")) {
            return Check.ok("C library", "the system's");
        }
        if (line == null) {
            return Check.warning(
                    "C library",
                    "its version could not be found out",
                    "libtorch needs glibc 2.35 or newer; try 'ldd --version'.");
        }
        if (line.toLowerCase(Locale.ROOT).contains("musl")) {
            return Check.problem(
                    "C library", "musl", "libtorch needs glibc; use Debian, Ubuntu or another distribution with it.");
        }
        Matcher version = TWO_NUMBERS.matcher(line.substring(line.lastIndexOf(' ') + 1));
        if (!version.find()) {
            return Check.warning("C library", line, "libtorch needs glibc 2.35 or newer.");
        }
        int major = Integer.parseInt(version.group(1));
        int minor = Integer.parseInt(version.group(2));
        return major > 2 || (major == 2 && minor >= 35)
                ? Check.ok("C library", "glibc " + version.group())
                : Check.problem(
                        "C library",
                        "glibc " + version.group() + " is older than 2.35",
                        "Use Ubuntu 22.04, Debian 12, RHEL 10 or newer, or a container with one of them.");
    }

    private static Check natives(Machine machine) {
        return nativesJar(machine)
                .map(jar -> Check.ok("Natives", jar))
                .orElseGet(() -> Check.problem(
                        "Natives",
                        "no native library of libtorch for this platform is on the class path",
                        "Start with ./em, or add org.bytedeco:pytorch, org.bytedeco:openblas and org.bytedeco:javacpp with the classifier "
                                + platformName(machine).orElse("of your platform") + " to the dependencies."));
    }

    private static Check build(Machine machine) {
        return Check.ok("Build", ofCuda(machine) ? "CUDA" : "CPU only (for CUDA: " + CUDA_BUILD + ")");
    }

    private static Check gpus(Machine machine) {
        if (machine.gpus().isEmpty()) {
            return ofCuda(machine)
                    ? Check.warning(
                            "GPUs",
                            "the driver of NVIDIA tells of none",
                            "Install the driver, which 'nvidia-smi' comes with, or use the build for processors.")
                    : Check.ok("GPUs", "none");
        }
        String found = String.join("; ", machine.gpus());
        return ofCuda(machine)
                ? Check.ok("GPUs", found)
                : Check.warning("GPUs", found + ", and this build cannot use it", "Build with " + CUDA_BUILD + ".");
    }

    private static boolean ofCuda(Machine machine) {
        return nativesJar(machine).filter(jar -> jar.endsWith("-gpu.jar")).isPresent();
    }

    private static Check cache(Machine machine) {
        String found = machine.cache() + ", " + gigabytes(machine.diskFree()) + " free";
        String elsewhere = "EM_JAVA_OPTS=-Dorg.bytedeco.javacpp.cachedir=DIRECTORY puts it elsewhere.";
        if (!machine.cacheWritable()) {
            return Check.problem("Cache", machine.cache() + " is not writable", "Make it writable; " + elsewhere);
        }
        return machine.diskFree() < GIGABYTE
                ? Check.warning(
                        "Cache", found, "The natives unpack to half a gigabyte once; make room, or " + elsewhere)
                : Check.ok("Cache", found);
    }

    private static Check memory(Machine machine) {
        String found = gigabytes(machine.memoryFree()) + " free, of which Java's own objects may take "
                + gigabytes(machine.heapLimit());
        return machine.memoryFree() < GIGABYTE
                ? Check.warning("Memory", found, "Training wants about a gigabyte; close other programs.")
                : Check.ok("Memory", found);
    }

    private static Check threads(Machine machine) {
        int threads = machine.threads();
        String found = machine.cores() + " cores, " + threads + " threads";
        return threads > 1 && !"PASSIVE".equalsIgnoreCase(machine.waitPolicy())
                ? Check.warning(
                        "Threads",
                        found + ", which wait by spinning",
                        "Set OMP_WAIT_POLICY=PASSIVE: another busy process makes spinning threads many times slower.")
                : Check.ok("Threads", found);
    }

    private static Optional<String> platformName(Machine machine) {
        String os = machine.os().startsWith("Windows") ? "Windows" : machine.os();
        return Optional.ofNullable(PLATFORMS.get(os + " " + machine.arch()));
    }

    private static Optional<String> nativesJar(Machine machine) {
        return platformName(machine)
                .flatMap(platform -> machine.jars().stream()
                        .filter(jar -> jar.startsWith("pytorch-"))
                        .filter(jar ->
                                jar.endsWith("-" + platform + ".jar") || jar.endsWith("-" + platform + "-gpu.jar"))
                        .findFirst());
    }

    private static String gigabytes(long bytes) {
        return Numbers.format("%.1f GB", (double) bytes / GIGABYTE);
    }
}
