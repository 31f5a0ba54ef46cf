package dev.millrace.query.sql;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.millrace.store.Select;
import dev.millrace.store.Select.Column;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.Date;
import org.apache.arrow.flatbuf.DateUnit;
import org.apache.arrow.flatbuf.Endianness;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.RecordBatch;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.TimeUnit;
import org.apache.arrow.flatbuf.Timestamp;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;
import org.jspecify.annotations.Nullable;

/**
 * Writes rows as an Arrow IPC stream: the schema, record batches, and the mark of the end. See <a
 * href="https://arrow.apache.org/docs/format/Columnar.html#ipc-streaming-format">the format</a>.
 */
final class ArrowRows implements Select.Rows {
  private static final int BATCH_ROWS = 65_536;
  private static final int BATCH_BYTES = 4 * 1024 * 1024;
  private static final int ALIGNMENT = 8;
  private static final int CONTINUATION = -1;
  private static final int INTEGER_BITS = 64;

  private final Body body;
  private List<ArrowColumn> columns = List.of();
  private int rows;

  ArrowRows(Body body) {
    this.body = body;
  }

  @Override
  public void columns(List<Column> answered) {
    columns = answered.stream().map(column -> new ArrowColumn(column.type())).toList();
    FlatBufferBuilder builder = new FlatBufferBuilder();
    int[] fields = answered.stream().mapToInt(column -> field(builder, column)).toArray();
    int schema =
        Schema.createSchema(
            builder, Endianness.Little, Schema.createFieldsVector(builder, fields), 0, 0);
    message(builder, MessageHeader.Schema, schema, List.of());
  }

  private static int field(FlatBufferBuilder builder, Column column) {
    int name = builder.createString(column.name());
    int type = type(builder, column.type());
    int children = Field.createChildrenVector(builder, new int[0]);
    Field.startField(builder);
    Field.addName(builder, name);
    Field.addNullable(builder, true);
    Field.addTypeType(builder, typeType(column.type()));
    Field.addType(builder, type);
    Field.addChildren(builder, children);
    return Field.endField(builder);
  }

  private static byte typeType(Select.Type type) {
    return switch (type) {
      case BOOLEAN -> Type.Bool;
      case INTEGER -> Type.Int;
      case DOUBLE, NUMBER -> Type.FloatingPoint;
      case TEXT, JSON -> Type.Utf8;
      case TIME -> Type.Timestamp;
      case DATE -> Type.Date;
    };
  }

  private static int type(FlatBufferBuilder builder, Select.Type type) {
    return switch (type) {
      case BOOLEAN -> {
        Bool.startBool(builder);
        yield Bool.endBool(builder);
      }
      case INTEGER -> Int.createInt(builder, INTEGER_BITS, true);
      case DOUBLE, NUMBER -> FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
      case TEXT, JSON -> {
        Utf8.startUtf8(builder);
        yield Utf8.endUtf8(builder);
      }
      case TIME ->
          Timestamp.createTimestamp(builder, TimeUnit.MICROSECOND, builder.createString("UTC"));
      case DATE -> Date.createDate(builder, DateUnit.DAY);
    };
  }

  @Override
  public void row(@Nullable Object[] values) {
    int bytes = 0;
    for (int i = 0; i < values.length; i++) {
      ArrowColumn column = columns.get(i);
      column.add(values[i]);
      bytes += column.bytes();
    }
    if (++rows >= BATCH_ROWS || bytes >= BATCH_BYTES) {
      batch();
    }
  }

  private void batch() {
    List<ByteBuffer> buffers =
        columns.stream().flatMap(column -> column.buffers().stream()).toList();
    FlatBufferBuilder builder = new FlatBufferBuilder();
    RecordBatch.startBuffersVector(builder, buffers.size());
    long end = buffers.stream().mapToLong(buffer -> padded(buffer.position())).sum();
    // Vectors of structs are built from the last to the first.
    for (ByteBuffer buffer : buffers.reversed()) {
      end -= padded(buffer.position());
      Buffer.createBuffer(builder, end, buffer.position());
    }
    int described = builder.endVector();
    RecordBatch.startNodesVector(builder, columns.size());
    for (ArrowColumn column : columns.reversed()) {
      FieldNode.createFieldNode(builder, rows, column.nulls());
    }
    int nodes = builder.endVector();
    RecordBatch.startRecordBatch(builder);
    RecordBatch.addLength(builder, rows);
    RecordBatch.addNodes(builder, nodes);
    RecordBatch.addBuffers(builder, described);
    message(builder, MessageHeader.RecordBatch, RecordBatch.endRecordBatch(builder), buffers);
    columns.forEach(ArrowColumn::clear);
    rows = 0;
  }

  private void message(
      FlatBufferBuilder builder, byte headerType, int header, List<ByteBuffer> buffers) {
    long length = buffers.stream().mapToLong(buffer -> padded(buffer.position())).sum();
    builder.finish(
        Message.createMessage(builder, MetadataVersion.V5, headerType, header, length, 0));
    byte[] metadata = builder.sizedByteArray();
    int size = padded(metadata.length);
    prefix(size);
    body.write(metadata, 0, metadata.length);
    body.write(new byte[ALIGNMENT], 0, size - metadata.length);
    for (ByteBuffer buffer : buffers) {
      body.write(buffer.array(), 0, buffer.position());
      body.write(new byte[ALIGNMENT], 0, padded(buffer.position()) - buffer.position());
    }
  }

  private void prefix(int size) {
    ByteBuffer prefix = ByteBuffer.allocate(2 * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    prefix.putInt(CONTINUATION).putInt(size);
    body.write(prefix.array(), 0, prefix.capacity());
  }

  private static int padded(int bytes) {
    return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** To be called when all rows are written. */
  void finish() {
    if (rows > 0) {
      batch();
    }
    prefix(0);
    body.finish();
  }
}
