package io.peerhost.marketplace.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.marketplace.stack.Person;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A form as a browser has it. */
record Form(Person person, String token, String cookie) {
    static final String HTML = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final Pattern TOKEN = Pattern.compile("name=\"form-token\" value=\"([^\"]+)\"");

    static RequestSpecification browser(Person person) {
        return person.does().accept(HTML).redirects().follow(false);
    }

    static Form of(Person person, String page) {
        Response drawn = browser(person).get(page);
        Matcher found = TOKEN.matcher(drawn.asString());
        assertThat(found.find()).as("a form on " + page).isTrue();
        return new Form(person, found.group(1), drawn.cookie(FormToken.COOKIE));
    }

    RequestSpecification filled(String... fields) {
        return fields(fields).formParam("form-token", token);
    }

    RequestSpecification fields(String... fields) {
        RequestSpecification request = browser(person).cookie(FormToken.COOKIE, cookie);
        for (int i = 0; i < fields.length; i += 2) request.formParam(fields[i], fields[i + 1]);
        return request.contentType("application/x-www-form-urlencoded");
    }
}
