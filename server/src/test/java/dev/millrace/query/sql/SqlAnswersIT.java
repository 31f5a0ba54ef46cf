package dev.millrace.query.sql;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Honest statements are answered, in the format that is asked for. */
class SqlAnswersIT {
  private static final String PEOPLE =
      "select name, \"user\", properties.plan, properties.amount, properties.missing, utc"
          + " from events order by utc";

  @TempDir private static Path folder;
  private static SqlServer server;

  @BeforeAll
  static void storeEvents() {
    server = SqlServer.start(folder, Map.of("sql.max-rows", "100000"));
    server.store(
        SqlServer.WRITE,
        """
        {"event":"signed_up","user":"ada","time":"2026-01-05T10:00:00Z","properties":{"plan":"pro","amount":12}}
        {"event":"signed_up","user":"bob","time":"2026-01-05T11:00:00.5Z","properties":{"plan":"a,\\"b\\"","amount":30.5}}
        """);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void answersAsJson() {
    JsonNode answer = JsonMapper.shared().readTree(text("", PEOPLE));

    assertThat(answer.path("columns").toString())
        .isEqualTo("[\"name\",\"user\",\"plan\",\"amount\",\"missing\",\"utc\"]");
    assertThat(answer.path("rows").toString())
        .isEqualTo(
            "[[\"signed_up\",\"ada\",\"pro\",12,null,\"2026-01-05T10:00:00Z\"],"
                + "[\"signed_up\",\"bob\",\"a,\\\"b\\\"\",30.5,null,\"2026-01-05T11:00:00.500Z\"]]");
    assertThat(answer.path("meta").path("rows").asInt(0)).isEqualTo(2);
    assertThat(answer.path("meta").path("position").asString("")).contains(":");
  }

  @Test
  void answersAsLines() {
    assertThat(text("application/x-ndjson", "select name, count(*) as n from events group by all"))
        .isEqualTo("{\"name\":\"signed_up\",\"n\":2}\n");
  }

  @Test
  void answersAsCsv() {
    assertThat(
            text("text/csv", "select properties.plan, '' as e, null as n from events order by utc"))
        .isEqualTo("plan,e,n\r\npro,\"\",\r\n\"a,\"\"b\"\"\",\"\",\r\n");
  }

  @Test
  void answersAsParquetAndKeepsNoFile() throws IOException {
    byte[] file = bytes("application/vnd.apache.parquet", PEOPLE);

    assertThat(new String(file, 0, 4, UTF_8)).isEqualTo("PAR1");
    assertThat(new String(file, file.length - 4, 4, UTF_8)).isEqualTo("PAR1");
    try (Stream<Path> left = Files.list(folder.resolve("store").resolve("answers"))) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void answersAsArrowInBatches() {
    byte[] stream =
        bytes(
            "application/vnd.apache.arrow.stream",
            "select i, i % 2 = 0 as even, 'row ' || i as text, i / 2 as half,"
                + " case when i % 3 = 0 then i end as third from range(70000) t(i)");

    List<String> names = new ArrayList<>();
    long rows = 0;
    int batches = 0;
    long nulls = 0;
    ByteBuffer bytes = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
    while (true) {
      assertThat(bytes.getInt()).isEqualTo(-1);
      int size = bytes.getInt();
      if (size == 0) {
        break;
      }
      assertThat(size % 8).isZero();
      ByteBuffer metadata = bytes.slice(bytes.position(), size).order(ByteOrder.LITTLE_ENDIAN);
      Message message = Message.getRootAsMessage(metadata);
      if (message.headerType() == MessageHeader.Schema) {
        Schema schema = (Schema) message.header(new Schema());
        for (int i = 0; i < schema.fieldsLength(); i++) {
          Field field = schema.fields(i);
          names.add(field.name());
        }
      } else {
        RecordBatch batch = (RecordBatch) message.header(new RecordBatch());
        rows += batch.length();
        nulls += batch.nodes(4).nullCount();
        assertThat(batch.nodesLength()).isEqualTo(5);
        int body = bytes.position() + size;
        long first = bytes.getLong(body + (int) batch.buffers(1).offset());
        assertThat(first).isEqualTo(rows - batch.length());
        batches++;
      }
      bytes.position(bytes.position() + size + (int) message.bodyLength());
    }
    assertThat(bytes.hasRemaining()).isFalse();
    assertThat(names).containsExactly("i", "even", "text", "half", "third");
    assertThat(rows).isEqualTo(70_000);
    assertThat(nulls).isEqualTo(70_000 - 23_334);
    assertThat(batches).isGreaterThan(1);
  }

  @Test
  void streamsMoreThanIsKeptBack() {
    String csv =
        text("text/csv", "select i, 'a rather long text in each row' as t from range(100000) t(i)");

    assertThat(csv.lines()).hasSize(100_001);
  }

  @Test
  void saysWhereTheSyntaxIsWrong() {
    assertThat(problem("select 1 frm events x y", 400))
        .contains("\"invalid_sql\"")
        .contains("at character 14");
  }

  @Test
  void saysWhichColumnIsUnknown() {
    assertThat(problem("select nam from events", 400)).contains("\"invalid_sql\"").contains("nam");
    assertThat(problem("select properties.plan::integer from events", 400))
        .contains("\"invalid_sql\"")
        .contains("VARIANT");
  }

  @Test
  void knowsPeopleAndIds() {
    server.store(
        SqlServer.THEIR_WRITE,
        """
        {"event":"seen","user":"device-1","anonymous":"device-1","id":"4b5cdfb0-1111-4222-8333-9f0000000001"}
        {"event":"$identify","user":"eve","anonymous":"device-1","id":"any text"}
        """);

    String answer =
        new String(
            server
                .ask(
                    SqlServer.THEIR_READ_SQL,
                    "text/csv",
                    "select name, \"user\", person, anonymous, id from events order by \"offset\"")
                .body(),
            UTF_8);

    assertThat(answer)
        .isEqualTo(
            "name,user,person,anonymous,id\r\n"
                + "seen,device-1,eve,device-1,4b5cdfb0-1111-4222-8333-9f0000000001\r\n"
                + "$identify,eve,eve,device-1,any text\r\n");
  }

  @Test
  void countsQuartersOfAnHour() {
    assertThat(text("text/csv", "select utc, name, count from activity order by utc"))
        .isEqualTo(
            "utc,name,count\r\n2026-01-05T10:00:00Z,signed_up,1\r\n"
                + "2026-01-05T11:00:00Z,signed_up,1\r\n");
  }

  @Test
  void saysWhatItCannotAnswerWith() {
    assertThat(server.ask(SqlServer.READ_SQL, "image/png", "select 1").statusCode()).isEqualTo(406);
  }

  private static String problem(String statement, int status) {
    HttpResponse<byte[]> response = server.ask(SqlServer.READ_SQL, "", statement);
    String body = new String(response.body(), UTF_8);
    assertThat(response.statusCode()).as(body).isEqualTo(status);
    return body;
  }

  private static String text(String accept, String statement) {
    return new String(bytes(accept, statement), UTF_8);
  }

  private static byte[] bytes(String accept, String statement) {
    HttpResponse<byte[]> response = server.ask(SqlServer.READ_SQL, accept, statement);
    assertThat(response.statusCode()).as(new String(response.body(), UTF_8)).isEqualTo(200);
    return response.body();
  }
}
