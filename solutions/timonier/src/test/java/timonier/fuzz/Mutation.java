package timonier.fuzz;

/// A way to break a valid request. Each implementation breaks one part: [DocumentMutation] the tree
/// in the body, [TextMutation] the body's bytes, [ParameterMutation] the query, [HeadMutation]
/// first line and headers, [FramingMutation] the beginning and end of a message, [TalkMutation] the
/// frames after an upgrade.
sealed interface Mutation
    permits DocumentMutation,
        TextMutation,
        ParameterMutation,
        HeadMutation,
        FramingMutation,
        TalkMutation {

  /// Its name in reports.
  String name();

  /// Unexpected texts.
  java.util.List<String> ODD_TEXTS =
      java.util.List.of(
          "",
          " ",
          "\0",
          "a\0b",
          "\ud800",
          "\udc00x",
          "\u202e\u0000\ufeff",
          "x".repeat(300),
          "x".repeat(70_000),
          "../../etc/passwd",
          "a/b",
          "%00",
          "%zz",
          "-1",
          "NaN",
          "1e999",
          "9223372036854775808",
          "-9223372036854775809",
          "true",
          "null",
          "{}",
          "$patch",
          "ünïcödé",
          "A_B",
          "a,b=c",
          "in (,",
          "1Ei",
          "99999999999999999999Ei",
          "1n",
          "0x10",
          "٣",
          "2031-13-45T99:99:99Z",
          "-292277022657-01-27T08:29:52Z",
          "+999999999-12-31T23:59:59Z",
          "${a}",
          "\r\nX-Injected: yes");
}
