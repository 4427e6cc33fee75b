module main;
  localparam STDIN = 32'h8000_0000;
  integer number, count = 0, sum = 0;

  initial begin
    while ($fscanf(STDIN, "%d", number) == 1) begin
      count = count + 1;
      sum = sum + number;
    end
    $display("%0d numbers, sum %0d", count, sum);
  end
endmodule
