package org.energymatching.cli;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The program's packages, one for each verb, as rules on the compiled classes. */
class LayersTest {

    private static final int WIDEST = 30;

    private static final JavaClasses PROGRAM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.energymatching.cli");

    @Test
    void noPackagesDependOnOneAnother() {
        slices().matching("org.energymatching.cli.(*)")
                .should()
                .beFreeOfCycles()
                .check(PROGRAM);
    }

    @Test
    void noPackageIsTooWideToScan() {
        Map<String, Long> types = PROGRAM.stream()
                .filter(type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info"))
                .map(type -> type.getPackageName())
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(types)
                .isNotEmpty()
                .allSatisfy((name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(WIDEST));
    }
}
