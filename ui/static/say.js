// A click on anything with data-say sends those words, as if the shopper had typed them.
document.addEventListener('click', (event) => {
  if (!element.isConnected) return;
  const button = event.target.closest('[data-say]');
  if (!button || button.disabled || 'busy' in document.body.dataset) return;
  // "The second one" is one of the last cards; a card further up is asked for by name.
  const cards = [...document.querySelectorAll('#transcript .cards')].pop();
  const { say, later } = button.dataset;
  trigger('select', { say: later && !cards?.contains(button) ? later : say });
  // Back to the input for those at a keyboard; a phone would open its own over the answer.
  if (matchMedia('(pointer: fine)').matches) document.querySelector('#box textarea')?.focus();
});
