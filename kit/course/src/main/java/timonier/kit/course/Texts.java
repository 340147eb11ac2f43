package timonier.kit.course;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;

/// The texts for learners, from one catalogue (`messages.properties`), so that they can be
/// translated.
final class Texts {

  private final ResourceBundle messages;

  Texts(Locale locale) {
    this.messages = ResourceBundle.getBundle("timonier.kit.course.messages", locale);
  }

  /// A text with its blanks filled in.
  String get(String key, Object... values) {
    return new MessageFormat(messages.getString(key), Locale.ROOT).format(values);
  }
}
