package dev.millrace.app.command;

import dev.millrace.app.client.MillraceClient;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Command(
    name = "query",
    header = "Ask a question and print the answer as a table.",
    description = {
      "",
      "QUESTION is a few words, or the JSON that POST /v1/query takes:",
      "",
      "  MEASURE, … [of EVENT, …] [where PROPERTY OP VALUE and …] [by PROPERTY, …]",
      "    [every second|minute|15m|hour|day|week|month|none] [from TIME] [to TIME]",
      "",
      "MEASURE is count, uniques, uniques(p), sum(p), min(p), max(p), avg(p), median(p),",
      "p75(p), p90(p), p95(p), p99(p) or per_user.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  millrace query 'count by plan every hour from -1d'",
      "  millrace query 'count, uniques by name every none from -7d'",
      "  millrace query '{\"measures\":[\"sum(amount)\"],\"by\":[\"country\"],\"every\":\"none\"}'",
      "  millrace query '{\"kind\":\"funnel\",\"steps\":[\"signup\",\"purchase\"],\"within\":\"7d\"}'",
      "  millrace query 'count every day' --json | jq .rows",
      "  millrace query --sql 'select name, count(*) from events group by all'",
      "",
      "Every kind of question is in docs/questions.md."
    })
final class QueryCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private final ClientOptions server = new ClientOptions();

  @Parameters(paramLabel = "QUESTION", arity = "1..*", description = "Words or JSON.")
  private List<String> words = List.of();

  @Option(names = "--json", description = "Print the server's answer as it is.")
  private boolean json;

  @Option(names = "--sql", description = "QUESTION is one SELECT; see docs/sql.md.")
  private boolean sql;

  @Override
  public Integer call() {
    String text = String.join(" ", words).strip();
    Terminal terminal = Terminal.of(spec.commandLine());
    try (MillraceClient client = server.connect()) {
      JsonNode answer =
          sql ? client.post("/v1/sql", statement(text)) : client.post("/v1/query", question(text));
      if (json) {
        terminal.printPlain(answer.toString());
      } else {
        AnswerTable.of(answer).lines().forEach(terminal::printPlain);
        terminal.note("@|faint " + AnswerTable.footer(answer) + "|@");
      }
    }
    return ExitCode.OK;
  }

  private static String question(String text) {
    return text.startsWith("{") ? text : QuestionWords.toJson(text);
  }

  private static String statement(String text) {
    return JsonMapper.shared().writeValueAsString(Map.of("sql", text));
  }
}
