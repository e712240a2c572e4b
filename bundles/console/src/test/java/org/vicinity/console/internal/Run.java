package org.vicinity.console.internal;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;

/** Runs a command as the console does: fills its fields, and catches what it prints. */
final class Run {
    private Run() {}

    /** @param fields values of the command's references, arguments and options by the fields' names */
    static String command(Action command, Map<String, Object> fields) throws Exception {
        for (var field : fields.entrySet()) {
            var target = command.getClass().getDeclaredField(field.getKey());
            target.setAccessible(true);
            target.set(command, field.getValue());
        }
        var printed = new ByteArrayOutputStream();
        var before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            command.execute();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** A service that gives each method's answer by the method's name, and fails for others. */
    static <T> T service(Class<T> type, Map<String, Object> answers) {
        return type.cast(
                Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (!answers.containsKey(method.getName())) {
                        throw new AssertionError("not to be called here: " + method.getName());
                    }
                    var answer = answers.get(method.getName());
                    if (answer instanceof RuntimeException thrown) {
                        throw thrown;
                    }
                    return answer;
                }));
    }

    /** Whether the field is filled by what the operator typed. */
    static boolean typed(java.lang.reflect.Field field) {
        return field.isAnnotationPresent(Argument.class) || field.isAnnotationPresent(Option.class);
    }
}
