package timonier.apiserver.validation;

import java.util.function.Consumer;

/// Says what is wrong with a value.
///
/// @param judge looks at the value
/// @param seesNothing whether it has something to say of a value that is not there, or says nothing
/// @param isLast whether all within the document must have been judged before
record Check(Consumer<Subject> judge, boolean seesNothing, boolean isLast) {

  /// A check whose place among the others does not matter.
  Check(Consumer<Subject> judge, boolean seesNothing) {
    this(judge, seesNothing, false);
  }

  /// A check of a value that is there.
  static Check of(Consumer<Subject> judge) {
    return new Check(judge, false);
  }

  /// A check that is also made where there is nothing.
  static Check evenOfNothing(Consumer<Subject> judge) {
    return new Check(judge, true);
  }

  /// A check that needs to know what is wrong within the document.
  static Check afterwards(Consumer<Subject> judge) {
    return new Check(judge, false, true);
  }
}
