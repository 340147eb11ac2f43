package timonier.kit.course;

import java.net.URI;
import javax.tools.SimpleJavaFileObject;

/// A source file that is only a text.
final class SourceText extends SimpleJavaFileObject {

  private final String text;

  SourceText(String text) {
    super(URI.create("string:///Source.java"), Kind.SOURCE);
    this.text = text;
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return text;
  }
}
