package org.vicinity.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class CommitNumbersTest {
    @Test
    void givesEachTransactionANumberOfItsOwn() throws Exception {
        try (TestDatabase database = new TestDatabase()) {
            ExecutorService threads = Executors.newFixedThreadPool(4);
            List<Callable<Long>> draws = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                draws.add(() -> database.template().txExpr(CommitNumbers::next));
            }

            List<Long> numbers = new ArrayList<>();
            for (Future<Long> draw : threads.invokeAll(draws)) {
                numbers.add(draw.get());
            }
            threads.shutdown();

            assertThat(numbers).doesNotHaveDuplicates().hasSize(100).allMatch(number -> number <= 100);
        }
    }

    @Test
    void givesNothingAwayWhereTheTransactionFails() {
        try (TestDatabase database = new TestDatabase()) {
            long first = database.template().txExpr(CommitNumbers::next);
            try {
                database.template().tx(manager -> {
                    CommitNumbers.next(manager);
                    throw new IllegalStateException("rolled back");
                });
            } catch (IllegalStateException expected) {
                assertThat(expected).hasMessage("rolled back");
            }

            assertThat(database.template().txExpr(CommitNumbers::next)).isEqualTo(first + 1);
        }
    }
}
