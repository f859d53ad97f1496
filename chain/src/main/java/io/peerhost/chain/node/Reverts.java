package io.peerhost.chain.node;

import io.peerhost.chain.contract.EpochSettlement;
import io.peerhost.chain.contract.LeaseEscrow;
import io.peerhost.chain.contract.TestToken;
import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.web3j.abi.CustomErrorEncoder;
import org.web3j.abi.FunctionReturnDecoder;
import org.web3j.abi.TypeReference;
import org.web3j.abi.datatypes.CustomError;
import org.web3j.abi.datatypes.Type;
import org.web3j.abi.datatypes.Utf8String;
import org.web3j.utils.Numeric;

/** Says in words why a contract reverted: the names and arguments of its own errors, and Solidity's strings. */
final class Reverts {
    private static final String ERROR_STRING = "0x08c379a0";
    private static final Pattern DATA = Pattern.compile("0x[0-9a-fA-F]{8,}");
    private static final Map<String, CustomError> ERRORS = new HashMap<>();

    static {
        for (Class<?> contract : List.of(LeaseEscrow.class, EpochSettlement.class, TestToken.class)) collect(contract);
    }

    private Reverts() {}

    /** @param data what the node gave beside its message; may be empty or nested */
    static String explain(String message, String data) {
        Matcher matcher = DATA.matcher(data);
        if (!matcher.find()) return message;
        String payload = matcher.group();
        String selector = payload.substring(0, 10);
        String arguments = payload.substring(10);
        if (selector.equals(ERROR_STRING)) return string(arguments);
        CustomError error = ERRORS.get(selector);
        return error == null ? message + " " + payload : describe(error, arguments);
    }

    private static String string(String arguments) {
        List<Object> values = decode(arguments, List.of(new TypeReference<Utf8String>() {}));
        return values.isEmpty() ? "reverted" : values.getFirst().toString();
    }

    private static String describe(CustomError error, String arguments) {
        return error.getName()
                + decode(arguments, error.getParameters()).stream()
                        .map(Reverts::text)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? Numeric.toHexString(bytes) : value.toString();
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static List<Object> decode(String arguments, List<?> types) {
        List<Type> values = FunctionReturnDecoder.decode(arguments, (List) types);
        return values.stream().map(Type::getValue).toList();
    }

    private static void collect(Class<?> contract) {
        for (Field field : contract.getFields()) {
            if (field.getType() != CustomError.class) continue;
            try {
                CustomError error = (CustomError) field.get(null);
                ERRORS.put(CustomErrorEncoder.encode(error).substring(0, 10), error);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("A generated error is not public: " + field, e);
            }
        }
    }
}
