package timonier.apiserver.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.UnaryOperator;
import timonier.pods.objects.ResourceType;

/// The version of a type in whose form the objects of another version are stored.
///
/// @param type that version, by whose group and plural the store knows the objects
/// @param read makes the object of its stored form, which it may change
/// @param write makes the stored form of the object, which it may change
public record StoredForm(
    ResourceType<?> type, UnaryOperator<ObjectNode> read, UnaryOperator<ObjectNode> write) {}
