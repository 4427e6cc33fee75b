# Bids at an auction: each lot is a process with a state of its own, and any value that can be shown can be a lot.
defprotocol Describe do
  def describe(lot)
end

defmodule Painting do
  defstruct [:artist, :title]
end

defmodule Car do
  defstruct [:model, year: 1970]
end

defimpl Describe, for: Painting do
  def describe(%{artist: artist, title: title}), do: "\"#{title}\" by #{artist}"
end

defimpl Describe, for: Car do
  def describe(car), do: "a #{car.model} of #{car.year}"
end

defmodule Auction do
  use GenServer

  def open(lot, reserve), do: GenServer.start_link(__MODULE__, {lot, reserve})
  def bid(auction, name, amount), do: GenServer.call(auction, {:bid, name, amount})
  def close(auction), do: GenServer.call(auction, :close)

  @impl true
  def init({lot, reserve}), do: {:ok, %{lot: lot, reserve: reserve, bids: []}}

  @impl true
  def handle_call({:bid, name, amount}, _from, %{bids: bids} = state) do
    case bids do
      [{best, _} | _] when amount <= best -> {:reply, {:error, :too_low}, state}
      _ -> {:reply, :ok, %{state | bids: [{amount, name} | bids]}}
    end
  end

  def handle_call(:close, _from, state) do
    outcome =
      with [{amount, name} | _] <- state.bids,
           true <- amount >= state.reserve do
        "sold to #{name} for #{amount}"
      else
        [] -> "not sold: no bids"
        false -> "not sold: below #{state.reserve}"
      end

    {:stop, :normal, "#{Describe.describe(state.lot)} #{outcome}", state}
  end
end

defmodule Program do
  def run do
    for {lot, reserve, bids} <- lots() do
      {:ok, auction} = Auction.open(lot, reserve)

      for {name, amount} <- bids, {:error, :too_low} <- [Auction.bid(auction, name, amount)] do
        IO.puts("#{name} must offer more than #{amount}")
      end

      IO.puts(Auction.close(auction))
    end
  end

  defp lots do
    [
      {%Painting{artist: "Kahlo", title: "Roots"}, 500, [ada: 300, grace: 650, ada: 640]},
      {%Car{model: "Mini", year: 1968}, 900, [ada: 700]},
      {%Car{model: "Beetle"}, 100, []}
    ]
  end
end

Program.run()
