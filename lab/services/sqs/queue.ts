/** One standard queue: visible, in flight, gone. Messages may be seen more than once; their order is not promised. */
export interface QueueSettings {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visibilityTimeoutSeconds: number;
  readonly retentionSeconds: number;
}

export interface StoredMessage {
  readonly id: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly sentAtMs: number;
  receiptHandle?: string;
  visibleFromMs: number;
  receiveCount: number;
}

export class Queue {
  /** Resource policy as written; undefined: none. */
  policy: unknown;
  private messages: StoredMessage[] = [];

  constructor(readonly settings: QueueSettings) {}

  send(message: Pick<StoredMessage, "id" | "body" | "attributes">, nowMs: number): void {
    this.messages.push({ ...message, sentAtMs: nowMs, visibleFromMs: nowMs, receiveCount: 0 });
  }

  /** Hides what it hands out for the visibility timeout. */
  receive(
    most: number,
    nowMs: number,
    newHandle: () => string,
    visibilityTimeoutSeconds?: number,
  ): readonly StoredMessage[] {
    this.dropExpired(nowMs);
    const hiddenMs = (visibilityTimeoutSeconds ?? this.settings.visibilityTimeoutSeconds) * 1000;
    const handed = this.messages.filter(({ visibleFromMs }) => visibleFromMs <= nowMs).slice(0, most);
    for (const message of handed) {
      message.visibleFromMs = nowMs + hiddenMs;
      message.receiveCount += 1;
      message.receiptHandle = newHandle();
    }
    return handed;
  }

  delete(receiptHandle: string): void {
    this.messages = this.messages.filter((message) => message.receiptHandle !== receiptHandle);
  }

  counts(nowMs: number): { readonly visible: number; readonly inFlight: number } {
    this.dropExpired(nowMs);
    const visible = this.messages.filter(({ visibleFromMs }) => visibleFromMs <= nowMs).length;
    return { visible, inFlight: this.messages.length - visible };
  }

  private dropExpired(nowMs: number): void {
    const oldestMs = nowMs - this.settings.retentionSeconds * 1000;
    this.messages = this.messages.filter(({ sentAtMs }) => sentAtMs > oldestMs);
  }
}
