package timonier.kit.course;

/// A failure with one sentence for the user: what was wrong, and what to do.
public final class CourseFailure extends RuntimeException {

  private final String sentence;

  /// Makes one with its sentence.
  public CourseFailure(String sentence) {
    super(sentence);
    this.sentence = sentence;
  }

  /// The sentence for the user.
  public String sentence() {
    return sentence;
  }
}
