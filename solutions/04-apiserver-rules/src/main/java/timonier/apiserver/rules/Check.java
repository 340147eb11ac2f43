package timonier.apiserver.rules;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/// Says what is wrong with a value.
///
/// @param judge looks at the value
/// @param seesNothing whether it has something to say of a value that is not there, or says nothing
/// @param isLast whether all within the document must have been judged before
public record Check(Consumer<Subject> judge, boolean seesNothing, boolean isLast) {

  /// Makes a check of its argument in the table.
  public interface Maker extends Function<String, Check> {

    /// Makes checks of values that are there.
    ///
    /// @param read reads the argument, once
    static <T> Maker of(Function<String, T> read, BiConsumer<Subject, T> judge) {
      return cell -> {
        var argument = read.apply(cell);
        return Check.of(subject -> judge.accept(subject, argument));
      };
    }

    /// Makes checks that are also made where there is nothing.
    ///
    /// @param read reads the argument, once
    static <T> Maker evenOfNothing(Function<String, T> read, BiConsumer<Subject, T> judge) {
      return cell -> {
        var argument = read.apply(cell);
        return Check.evenOfNothing(subject -> judge.accept(subject, argument));
      };
    }

    /// The words of an argument.
    static List<String> words(String cell) {
      return List.of(cell.split(" "));
    }
  }

  /// A check of a value that is there.
  public static Check of(Consumer<Subject> judge) {
    return new Check(judge, false, false);
  }

  /// A check that is also made where there is nothing.
  public static Check evenOfNothing(Consumer<Subject> judge) {
    return new Check(judge, true, false);
  }

  /// A check that needs to know what is wrong within the document.
  public static Check afterwards(Consumer<Subject> judge) {
    return new Check(judge, false, true);
  }
}
