package io.peerhost.rest.problem;

import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.util.RuntimeResourceVisitor;

/** Which methods a path understands, for the header {@code Allow} that RFC 9110 wants beside every 405. */
@Singleton
public final class Methods {
    private static final Pattern PARAMETER = Pattern.compile("\\{[^}]*}");

    private List<Known> all;

    private record Known(Pattern path, String method) {}

    /** By name; none when no resource has that path. */
    List<String> of(String path) {
        Collection<String> methods = new TreeSet<>();
        for (Known one : all()) if (one.path.matcher(path).matches()) methods.add(one.method);
        if (methods.contains("GET")) methods.add("HEAD");
        if (!methods.isEmpty()) methods.add("OPTIONS");
        return List.copyOf(methods);
    }

    private synchronized List<Known> all() {
        if (all == null) {
            List<Known> found = new ArrayList<>();
            RuntimeResourceVisitor.visitRuntimeResources(
                    "",
                    ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers(),
                    new RuntimeResourceVisitor() {
                        @Override
                        public void visitRuntimeResource(String method, String path, RuntimeResource resource) {
                            if (method != null) found.add(new Known(pattern(path), method));
                        }
                    });
            all = List.copyOf(found);
        }
        return all;
    }

    private static Pattern pattern(String template) {
        StringBuilder pattern = new StringBuilder();
        int from = 0;
        for (var parameter = PARAMETER.matcher(template); parameter.find(); from = parameter.end())
            pattern.append(Pattern.quote(template.substring(from, parameter.start())))
                    .append("[^/]+");
        return Pattern.compile(pattern.append(Pattern.quote(template.substring(from))) + "/?");
    }
}
