package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.order.Exclusion;
import io.peerhost.rest.problem.Problem;
import java.math.BigInteger;
import java.util.Map;

/** A refusal in the pages' words and units; the doors for programs say it in theirs. */
final class Wording {
    private static final String FIELD = "field";
    /** Which field of a form each kind of problem is about. */
    private static final Map<String, String> FIELDS = Map.of(
            "not-a-key", "key",
            "not-a-name", "name",
            "key-registered", "key",
            "name-taken", "name",
            "deposit-too-low", "deposit",
            "wrong-target", "to");

    private Wording() {}

    /** @param field the id of the field that it is about */
    static Problem wrong(String field, String detail) {
        return Problem.malformed(detail).with(FIELD, field);
    }

    static Frame.Notice notice(Problem.Body problem) {
        return new Frame.Notice("bad", title(problem), detail(problem), field(problem));
    }

    static String title(Problem.Body problem) {
        return switch (kind(problem)) {
            case "malformed" -> "Please check what you typed";
            case "not-a-key" -> "This is no public key";
            case "not-a-name" -> "This is no name";
            case "key-registered" -> "This key is registered already";
            case "key-reused" -> "This form was sent already";
            case "name-taken" -> "This name is taken";
            case "no-match" -> isFull(problem) ? "All machines are full" : "No machines fit this order";
            case "balance-too-low" -> "Your wallet holds too little";
            case "deposit-too-low" -> "The deposit is too small";
            case "more-than-there-is" -> "The machine has less than that";
            case "less-than-is-rented" -> "More than that is rented";
            case "machine-rented" -> "The machine was not removed";
            case "offer-stands" -> "This machine is offered already";
            case "wrong-target" -> "Tokens cannot go to this address";
            default -> problem.title();
        };
    }

    static String detail(Problem.Body problem) {
        return switch (kind(problem)) {
            case "no-match" -> market(problem);
            case "balance-too-low" ->
                "It has " + Shown.tokens((BigInteger) problem.members().get("balance")) + " tokens free. "
                        + (problem.members().containsKey("deposit")
                                ? "Put less into escrow, or add tokens to it."
                                : "Withdraw less.");
            case "more-than-there-is" -> room(problem);
            case "less-than-is-rented" -> rented(problem);
            case "deposit-too-low" -> "Each replica has a part of it in escrow: put in more.";
            case "key-reused" -> "Reload the page, and fill it in once more if what you want is not there.";
            case "offer-stands" -> "Reload the page to change its offer.";
            default -> problem.detail();
        };
    }

    private static String field(Problem.Body problem) {
        if (problem.members().get(FIELD) instanceof String named) return named;
        return switch (kind(problem)) {
            case "balance-too-low" -> problem.members().containsKey("deposit") ? "deposit" : "amount";
            case "more-than-there-is", "less-than-is-rented" ->
                switch ((String) problem.members().get("limit")) {
                    case "cpuMillis" -> "cpu";
                    case "memoryMib" -> "memory";
                    default -> "disk";
                };
            default -> FIELDS.get(kind(problem));
        };
    }

    private static String room(Problem.Body problem) {
        Map<String, Object> members = problem.members();
        int left = ((Number) members.get("available")).intValue();
        int had = ((Number) members.get("had")).intValue();
        return switch ((String) members.get("limit")) {
            case "cpuMillis" -> Shown.room(left, had, 1000, "vCPU");
            case "memoryMib" -> Shown.room(left, had, 1024, "GiB memory");
            default -> Shown.room(left, had, 1024, "GiB disk");
        };
    }

    private static String rented(Problem.Body problem) {
        int rented = ((Number) problem.members().get("rented")).intValue();
        String amount =
                switch ((String) problem.members().get("limit")) {
                    case "cpuMillis" -> Shown.cpu(rented);
                    case "memoryMib" -> Shown.gib(rented) + " of memory";
                    default -> Shown.gib(rented) + " of disk";
                };
        return "Renters have " + amount + ". Offer at least that until their leases have ended.";
    }

    private static String market(Problem.Body problem) {
        if (standing(problem) == 0) return "Nobody offers a machine at the moment. Try again later.";
        if (isFull(problem))
            return "None has room for this size: take a smaller one, or try again when another site has ended.";
        return "Of " + standing(problem) + (standing(problem) == 1 ? " offer, " : " offers, ")
                + Exclusion.said(excluded(problem)) + ". " + Exclusion.advice(excluded(problem));
    }

    private static boolean isFull(Problem.Body problem) {
        Integer small = excluded(problem).get(Exclusion.RESOURCES);
        return small != null && small == standing(problem);
    }

    private static int standing(Problem.Body problem) {
        return (Integer) problem.members().get("standing");
    }

    @SuppressWarnings("unchecked")
    private static Map<Exclusion, Integer> excluded(Problem.Body problem) {
        return (Map<Exclusion, Integer>) problem.members().get("excluded");
    }

    private static String kind(Problem.Body problem) {
        return problem.type().substring(problem.type().lastIndexOf(':') + 1);
    }
}
