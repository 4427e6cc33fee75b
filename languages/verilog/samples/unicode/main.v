module main;
  reg [8*80:1] line;
  integer bytes;

  initial begin
    bytes = $fgets(line, 32'h8000_0000);
    $display("naïve 日本語 🎉");
    $write("%0s", line);
  end
endmodule
