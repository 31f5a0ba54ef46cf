package dev.millrace.store.fold;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * Memory outside of the heap that is taken from the machine page by page, as it is written: an
 * arena would fill all of it with zeros first.
 */
final class LazyMemory {
  private static final MethodHandle MALLOC =
      handle("malloc", FunctionDescriptor.of(ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
  private static final MethodHandle FREE =
      handle("free", FunctionDescriptor.ofVoid(ValueLayout.ADDRESS));

  private LazyMemory() {}

  /** What is in it is not defined; it is given back when the arena closes. */
  static MemorySegment allocate(long bytes, Arena arena) {
    MemorySegment start = (MemorySegment) invoke(MALLOC, bytes);
    if (start.address() == 0) {
      throw new OutOfMemoryError("no " + bytes + " bytes outside of the heap");
    }
    return start.reinterpret(bytes, arena, memory -> invoke(FREE, memory));
  }

  private static Object invoke(MethodHandle function, Object argument) {
    try {
      return function.invoke(argument);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }

  private static MethodHandle handle(String name, FunctionDescriptor type) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type);
  }
}
