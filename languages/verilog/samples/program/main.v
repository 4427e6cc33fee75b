// A queue (FIFO) with one clock, and a test bench that compares it with a model step by step.
module fifo #(parameter WIDTH = 8, parameter DEPTH = 8) (
  input clock,
  input reset,
  input write,
  input [WIDTH-1:0] data_in,
  input read,
  output [WIDTH-1:0] data_out,
  output full,
  output empty
);
  localparam BITS = $clog2(DEPTH);

  reg [WIDTH-1:0] memory [0:DEPTH-1];
  reg [BITS:0] head, tail;

  assign empty = head == tail;
  assign full = head[BITS-1:0] == tail[BITS-1:0] && head[BITS] != tail[BITS];
  assign data_out = memory[tail[BITS-1:0]];

  always @(posedge clock)
    if (reset) begin
      head <= 0;
      tail <= 0;
    end else begin
      if (write && !full) begin
        memory[head[BITS-1:0]] <= data_in;
        head <= head + 1;
      end
      if (read && !empty) tail <= tail + 1;
    end
endmodule

module main;
  reg clock = 0, reset = 1, write = 0, read = 0;
  reg [7:0] data_in = 0;
  wire [7:0] data_out;
  wire full, empty;

  fifo queue (.*);

  always #5 clock = !clock;

  reg [7:0] model [$];
  integer mismatches = 0, writes = 0, seed = 42;

  // One clock cycle with these inputs, in the queue and in the model.
  task step(input do_write, input [7:0] value, input do_read);
    reg was_full, was_empty;
    begin
      @(negedge clock);
      write = do_write; data_in = value; read = do_read;
      was_full = model.size() == 8;
      was_empty = model.size() == 0;
      if (full != was_full || empty != was_empty) mismatches = mismatches + 1;
      if (do_read && !was_empty && data_out != model[0]) mismatches = mismatches + 1;
      @(posedge clock);
      if (do_read && !was_empty) model.delete(0);
      if (do_write && !was_full) model.push_back(value);
      #1 write = 0; read = 0;
    end
  endtask

  initial begin
    @(negedge clock) @(negedge clock) reset = 0;
    while (!full) begin
      writes = writes + 1;
      step(1, writes * 17, 0);
    end
    $display("full after %0d writes", writes);

    $write("read %0d", data_out);
    step(0, 0, 1);
    repeat (2) begin
      $write(", %0d", data_out);
      step(0, 0, 1);
    end
    $display("");

    repeat (200) step($random(seed), $random(seed), $random(seed));
    $display("200 random steps: %0d mismatches", mismatches);
    while (!empty) step(0, 0, 1);
    $display("empty at the end: %0s", model.size() == 0 ? "yes" : "no");
    if (mismatches != 0) $fatal(1, "FAILED");
    $display("PASSED");
    $finish(0);
  end
endmodule
