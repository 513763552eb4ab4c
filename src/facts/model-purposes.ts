/** Whether a model makes vectors, by its name: it has input tokens only. */
export function isEmbedding(model: string): boolean {
  return /embedding/i.test(model);
}

/** Models that answer to neither chat completions nor embeddings, by parts of their names. */
const others =
  /whisper|tts|dall-e|image|sora|realtime|audio|transcribe|codex|-pro|deep-research|computer-use/i;

/** Whether a model answers to chat completions or embeddings, by its name. */
export function answersText(model: string): boolean {
  return !others.test(model);
}

/** Whether a model answers to chat completions, by its name. */
export function answersChat(model: string): boolean {
  return answersText(model) && !isEmbedding(model);
}
